#include "app/acrida/limit/probe_plan.h"

#include <gtest/gtest.h>

namespace acrida::app {
namespace {

using namespace std::chrono_literals;

capacity::Probe probe_of(double load, std::uint64_t seed = 0) {
  capacity::Probe probe;
  probe.load = load;
  probe.seed = seed;
  probe.settings.skip_s = 1;
  probe.settings.longest_s = 30.5;
  return probe;
}

load::UserClass plain() {
  load::UserClass made;
  made.name = "A";
  return made;
}

TEST(ProbePlan, OffersTheLoadToAllClassesUntilTheLastSecondThatIsJudged) {
  const auto plan = plan_of(probe_of(120), false, {}, {plain(), plain()});
  ASSERT_EQ(plan.streams.size(), 1u);
  EXPECT_EQ(plan.streams[0].rate, load::Shape(120));
  EXPECT_EQ(plan.streams[0].arrivals, load::Arrivals::poisson);
  EXPECT_EQ(plan.users, 0u);
  EXPECT_GE(plan.run_time, 33s);
  EXPECT_EQ(plan.stop_timeout, 60s);
}

TEST(ProbePlan, KeepsTheArrivalsAndTheStopTimeoutThatSomebodyHasSaid) {
  RunOptions options;
  options.load.arrivals = load::Arrivals::constant;
  options.load.stop_timeout = 3s;
  const auto plan = plan_of(probe_of(120), false, options, {plain()});
  EXPECT_EQ(plan.streams[0].arrivals, load::Arrivals::constant);
  EXPECT_EQ(plan.stop_timeout, 3s);
}

TEST(ProbePlan, DrawsOtherArrivalsForEachProbeAndTheSameForTheSameSeed) {
  RunOptions options;
  options.plan.seed = 7;
  const auto seed_of = [&](std::uint64_t probe) {
    return plan_of(probe_of(10, probe), false, options, {plain()}).seed;
  };
  EXPECT_NE(seed_of(0), seed_of(1));
  EXPECT_EQ(seed_of(1), seed_of(1));
  options.plan.seed = 8;
  EXPECT_NE(seed_of(1), plan_of(probe_of(10, 1), false, {}, {plain()}).seed);
}

TEST(ProbePlan, ComesDownFromAnotherLoadWithoutARest) {
  auto probe = probe_of(100);
  probe.after_load = 160;
  const auto rate = plan_of(probe, false, {}, {plain()}).streams.at(0).rate;
  const base::Duration change = std::chrono::seconds(seconds_before(probe));
  EXPECT_EQ(rate.level_at(change - 1ns), 160);
  EXPECT_EQ(rate.level_at(change), 100);
  EXPECT_EQ(rate.level_at(1h), 100);
}

TEST(ProbePlan, IsUsersWhereTheSearchIsOverUsers) {
  const auto plan = plan_of(probe_of(25), true, {}, {plain()});
  ASSERT_EQ(plan.shapes.size(), 1u);
  EXPECT_EQ(plan.shapes[0].users, load::Shape(25));
  EXPECT_TRUE(plan.streams.empty());
}

}  // namespace
}  // namespace acrida::app
