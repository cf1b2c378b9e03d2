// Sixty seconds at 5,000/s as the server sees them: every arrival of the schedule, when it was due, and no
// other.
#include "load/arrivals.h"

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/known_server/known_world.h"

namespace acrida::known_server {
namespace {

using namespace std::chrono_literals;

constexpr double kRate = 5000;
constexpr auto kRunTime = 60s;

std::vector<base::Duration> drawn(const load::RunPlan& plan) {
  std::vector<base::Duration> times;
  load::ArrivalSchedule schedule(plan.streams[0], plan.seed, 0);
  for (auto next = schedule.next(); next && *next < *plan.run_time; next = schedule.next())
    times.push_back(*next);
  return times;
}

// The variance of the counts in bins of 10 ms, over their mean: 1 for a Poisson process.
double dispersion(const std::vector<base::Duration>& times) {
  std::vector<double> bins(static_cast<std::size_t>(kRunTime / 10ms));
  for (const auto time : times) ++bins.at(static_cast<std::size_t>(time / 10ms));
  const double count = static_cast<double>(bins.size()), mean = static_cast<double>(times.size()) / count;
  double squares = 0;
  for (const double bin : bins) squares += (bin - mean) * (bin - mean);
  return squares / (count - 1) / mean;
}

struct Case {
  load::Arrivals arrivals;
  int workers;
};

class Arrivals : public testing::TestWithParam<Case> {};

TEST_P(Arrivals, ReachTheServerWhenTheScheduleSays) {
  KnownWorld here({*fakes::Delays::parse("constant:5ms")});
  const auto plan = open_plan(kRate, GetParam().arrivals, kRunTime);
  here.run(plan, GetParam().workers);
  EXPECT_TRUE(here.arrivals() == drawn(plan));
  EXPECT_EQ(here.told().requests, drawn(plan).size());
}

TEST_P(Arrivals, AreSentOrDroppedAndNothingElse) {
  KnownWorld here({*fakes::Delays::parse("exponential:5ms")});
  auto plan = open_plan(kRate, GetParam().arrivals, kRunTime);
  plan.max_in_flight = 24;
  here.run(plan, GetParam().workers);
  EXPECT_GT(here.told().dropped, 100u);
  EXPECT_EQ(here.told().requests + here.told().dropped, drawn(plan).size());
  EXPECT_EQ(here.server.served().size(), here.told().requests);
}

INSTANTIATE_TEST_SUITE_P(SixtySeconds, Arrivals,
                         testing::Values(Case{load::Arrivals::poisson, 1}, Case{load::Arrivals::poisson, 2},
                                         Case{load::Arrivals::poisson, 4}, Case{load::Arrivals::constant, 1},
                                         Case{load::Arrivals::constant, 2},
                                         Case{load::Arrivals::constant, 4}),
                         [](const auto& each) {
                           return std::string(each.param.arrivals == load::Arrivals::poisson ? "Poisson"
                                                                                             : "Constant") +
                                  "On" + std::to_string(each.param.workers);
                         });

TEST(PoissonArrivals, AreDispersedAsPoissonSays) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    auto plan = open_plan(kRate, load::Arrivals::poisson, kRunTime);
    plan.seed = seed;
    const auto times = drawn(plan);
    EXPECT_NEAR(dispersion(times), 1, 0.05) << seed;
    EXPECT_NEAR(static_cast<double>(times.size()), 300'000, 4 * std::sqrt(300'000)) << seed;
  }
}

TEST(ConstantArrivals, ComeInEvenSteps) {
  const auto times = drawn(open_plan(kRate, load::Arrivals::constant, kRunTime));
  ASSERT_EQ(times.size(), 300'000u);
  for (std::size_t i = 0; i < times.size(); ++i)
    ASSERT_LE(std::abs((times[i] - static_cast<std::int64_t>(i) * 200us).count()), 1) << i;
}

}  // namespace
}  // namespace acrida::known_server
