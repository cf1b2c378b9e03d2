#include "load/generator_health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

// So many of a hundred are as late as this, the others not at all.
stats::Histogram lag_of(std::uint64_t of_hundred, base::Duration late, std::uint64_t hundreds = 100) {
  stats::Histogram lag;
  lag.record(0ms, hundreds * (100 - of_hundred));
  lag.record(late, hundreds * of_hundred);
  return lag;
}

EngineHealth health_of(const stats::Histogram& dispatch, const stats::Histogram& loop, double core = 0) {
  EngineHealth health;
  health.dispatch_lag = dispatch;
  health.loop_lag = loop;
  health.peak_core_share = core;
  return health;
}

TEST(GeneratorHealth, AllowsMoreLagTheLooserTheStrictestRuleIs) {
  EXPECT_EQ(highest_lag(false, std::nullopt), base::Duration(10ms));
  EXPECT_EQ(highest_lag(false, 5ms), base::Duration(1ms));
  EXPECT_EQ(highest_lag(true, std::nullopt), base::Duration(1ms));
  EXPECT_EQ(highest_lag(true, 20ms), base::Duration(1ms));
  EXPECT_EQ(highest_lag(true, 200ms), base::Duration(4ms));
}

TEST(GeneratorHealth, IsWellWhenNinetyNineOfAHundredAreInTime) {
  EXPECT_EQ(why_unhealthy({}, 1ms), "");
  EXPECT_EQ(why_unhealthy(health_of(lag_of(1, 50ms), lag_of(1, 50ms)), 1ms), "");
  EXPECT_EQ(why_unhealthy(health_of(lag_of(100, 1ms), lag_of(100, 1ms)), 1ms), "");
}

TEST(GeneratorHealth, TakesWhatMayBeChanceForChance) {
  EXPECT_EQ(why_unhealthy(health_of(lag_of(2, 50ms, 1), {}), 1ms), "");
  EXPECT_EQ(why_unhealthy(health_of(lag_of(4, 50ms, 1), {}), 1ms), "");
  EXPECT_NE(why_unhealthy(health_of(lag_of(5, 50ms, 1), {}), 1ms), "");
  EXPECT_NE(why_unhealthy(health_of(lag_of(2, 50ms, 100), {}), 1ms), "");
}

TEST(GeneratorHealth, SaysHowLateWhatWasAndWhatIsAllowed) {
  EXPECT_THAT(why_unhealthy(health_of(lag_of(2, 12ms), {}, 0.97), 4ms),
              testing::StartsWith(
                  "The generator itself was too slow: one in a hundred of its arrivals and waiting "
                  "users was 12 ms late or more, 4.0 ms is allowed (its busiest core was 97 % busy)"));
  EXPECT_THAT(
      why_unhealthy(health_of({}, lag_of(2, 3ms)), 1ms),
      testing::HasSubstr("one in a hundred of its timers was 3.0 ms late or more, 1.0 ms is allowed"));
}

TEST(GeneratorHealth, DoesNotJudgeABusyCoreAlone) { EXPECT_EQ(why_unhealthy(health_of({}, {}, 1), 1ms), ""); }

}  // namespace
}  // namespace acrida::load
