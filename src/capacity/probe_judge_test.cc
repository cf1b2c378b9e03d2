#include "capacity/probe_judge.h"

#include <cmath>
#include <cstdint>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/queue_simulation.h"

namespace acrida::capacity {
namespace {

using ::testing::HasSubstr;

ProbeSettings one_percent(double longest_s) {
  ProbeSettings settings;
  settings.rules = {{"p99<20ms", 0.01}};
  settings.longest_s = longest_s;
  return settings;
}

Tick steady(std::uint64_t misses, std::uint64_t of = 1000) {
  Tick tick;
  tick.offered = tick.completed = of;
  tick.in_flight = 5;
  tick.latency_s = 0.005 * static_cast<double>(of);
  tick.rules = {{misses, of}};
  return tick;
}

struct Counts {
  int pass = 0, fail = 0, undecided = 0;
};

// M/M/1 at 80 % and 1000 a second, whose chance of a miss is exp(−(μ − λ)·L).
Counts trials(double true_fraction, int count) {
  Counts counts;
  for (int seed = 1; seed <= count; ++seed) {
    const fakes::QueueService service{.mean_s = 1.0 / 1250, .latency_limit = -std::log(true_fraction) / 250};
    fakes::QueueSimulation queue(service, 1000, static_cast<std::uint64_t>(seed));
    ProbeJudge judge(one_percent(199));
    while (!judge.decided()) judge.add(queue.tick());
    (judge.verdict() == Verdict::pass   ? counts.pass
     : judge.verdict() == Verdict::fail ? counts.fail
                                        : counts.undecided)++;
  }
  return counts;
}

TEST(ProbeJudge, HardlyEverPassesALoadThatBreaksItsRuleALittle) { EXPECT_LE(trials(0.012, 20).pass, 2); }
TEST(ProbeJudge, PassesALoadWithHalfOfTheMissesAllowed) { EXPECT_GE(trials(0.005, 20).pass, 14); }
TEST(ProbeJudge, FailsALoadWithTwiceTheMissesAllowed) { EXPECT_GE(trials(0.02, 20).fail, 16); }

TEST(ProbeJudge, PassesSoonWhenNothingMisses) {
  ProbeJudge judge(one_percent(60));
  while (!judge.decided()) judge.add(steady(0));
  EXPECT_EQ(judge.verdict(), Verdict::pass);
  EXPECT_LT(judge.judged_s(), 30);
  EXPECT_EQ(judge.reason(), "p99<20ms: 0 % of " + std::to_string(judge.estimates()[0].of) +
                                " requests missed it, 1 % are allowed");
}

TEST(ProbeJudge, PassesNothingBeforeItsShortestTime) {
  ProbeSettings settings = one_percent(60);
  settings.shortest_s = 45;
  ProbeJudge judge(settings);
  while (!judge.decided()) judge.add(steady(0));
  EXPECT_GE(judge.judged_s(), 45);
  EXPECT_EQ(judge.verdict(), Verdict::pass);
}

TEST(ProbeJudge, FailsSoonWhenMuchMisses) {
  ProbeJudge judge(one_percent(60));
  for (int second = 0; !judge.decided(); ++second) judge.add(steady(second % 2 == 0 ? 90 : 110));
  EXPECT_EQ(judge.verdict(), Verdict::fail);
  EXPECT_EQ(judge.rule(), 0u);
  EXPECT_LE(judge.judged_s(), 10);
}

TEST(ProbeJudge, DoesNotSayWhatItCannotKnow) {
  ProbeJudge judge(one_percent(60));
  for (int second = 0; !judge.decided(); ++second) judge.add(steady(second % 12 == 0 ? 110 : 0));
  EXPECT_EQ(judge.verdict(), Verdict::undecided);
  EXPECT_EQ(judge.judged_s(), 60);
  EXPECT_THAT(judge.reason(), HasSubstr("too close to tell"));
}

TEST(ProbeJudge, FailsAServiceThatDoesNotKeepUpLongBeforeAnythingMisses) {
  ProbeJudge judge(one_percent(60));
  std::uint64_t waiting = 0;
  while (!judge.decided()) {
    Tick tick = steady(0);
    tick.completed = 950;
    tick.in_flight = waiting += 50;
    judge.add(tick);
  }
  EXPECT_EQ(judge.verdict(), Verdict::fail);
  EXPECT_THAT(judge.reason(), HasSubstr("does not keep up"));
}

TEST(ProbeJudge, JudgesNothingBeforeTheServiceHasSettled) {
  ProbeSettings settings = one_percent(60);
  settings.skip_s = 3;
  ProbeJudge judge(settings);
  for (int second = 0; second < 3; ++second) judge.add(steady(1000));
  EXPECT_EQ(judge.judged_s(), 0);
  while (!judge.decided()) judge.add(steady(0));
  EXPECT_EQ(judge.verdict(), Verdict::pass);
}

TEST(ProbeJudge, BlamesNoServiceForASlowGenerator) {
  ProbeJudge judge(one_percent(60));
  for (int second = 0; !judge.decided(); ++second) {
    Tick tick = steady(500);
    tick.healthy = second % 4 != 0;
    judge.add(tick);
  }
  EXPECT_EQ(judge.verdict(), Verdict::invalid);
}

TEST(ProbeJudge, CountsNoMissOfASecondInWhichTheGeneratorWasSlow) {
  ProbeJudge judge(one_percent(60));
  for (int second = 0; !judge.decided(); ++second) {
    Tick tick = steady(second == 55 ? 1000 : 8 + static_cast<std::uint64_t>(second % 4));
    tick.healthy = second != 55;
    judge.add(tick);
  }
  EXPECT_LT(judge.estimates()[0].fraction(), 0.011);
}

TEST(ProbeJudge, PassesOnlyWhenEveryRuleIsProven) {
  ProbeSettings settings = one_percent(60);
  settings.rules.push_back({"errors<1%", 0.01});
  ProbeJudge judge(settings);
  for (int second = 0; !judge.decided(); ++second) {
    Tick tick = steady(0);
    tick.rules.push_back({8 + static_cast<std::uint64_t>(second % 4), 1000});
    judge.add(tick);
  }
  EXPECT_EQ(judge.verdict(), Verdict::undecided);
  EXPECT_EQ(judge.rule(), 1u);
  EXPECT_THAT(judge.reason(), HasSubstr("errors<1%"));
}

}  // namespace
}  // namespace acrida::capacity
