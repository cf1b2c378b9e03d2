// Coordinated omission: a server of 20 ms that answers nothing for a second, in a run of 20 s. What its
// clients would have felt is known from the schedule alone.
#include <algorithm>
#include <chrono>
#include <vector>

#include <gtest/gtest.h>

#include "tests/known_server/known_world.h"

namespace acrida::known_server {
namespace {

using namespace std::chrono_literals;

constexpr auto kDelay = 20ms;
constexpr auto kFrozenFrom = 5s, kFrozenTo = 6s;
constexpr int kArrivals = 20'000;  // 1,000/s, for 20 s

fakes::Behaviour freezing() {
  return {*fakes::Delays::parse("constant:20ms"), 0, fakes::Freeze{kFrozenFrom, kFrozenTo - kFrozenFrom}};
}

load::RunPlan a_thousand_a_second() { return open_plan(1000, load::Arrivals::constant, 20s); }

// Of all arrivals, sorted.
std::vector<base::Duration> latencies_by_the_schedule() {
  std::vector<base::Duration> latencies;
  for (int i = 0; i < kArrivals; ++i) {
    const base::Duration arrival = i * 1ms, due = arrival + kDelay;
    latencies.push_back((due >= kFrozenFrom && due < kFrozenTo ? base::Duration(kFrozenTo) : due) - arrival);
  }
  std::sort(latencies.begin(), latencies.end());
  return latencies;
}

double truth_ms(double p) {
  return base::milliseconds_of(latencies_by_the_schedule()[static_cast<std::size_t>(p * kArrivals) - 1]);
}

TEST(Freeze, IsFeltByWhoArrivesMeanwhileInOpenLoad) {
  KnownWorld here(freezing());
  here.run(a_thousand_a_second());
  ASSERT_EQ(here.told().requests, kArrivals);
  for (const double p : {0.5, 0.9, 0.95, 0.96, 0.99, 0.999}) {
    const double truth = truth_ms(p);
    EXPECT_NEAR(base::milliseconds_of(*here.told().latency.percentile(p)), truth, truth / 256 + 0.001) << p;
    // Requests left on time, so what the server took is the same.
    EXPECT_NEAR(base::milliseconds_of(*here.told().service.percentile(p)), truth, truth / 256 + 0.001) << p;
  }
  EXPECT_GT(truth_ms(0.99), 800);
}

TEST(Freeze, DropsTheArrivalsThatNobodyIsLeftFor) {
  KnownWorld here(freezing());
  auto plan = a_thousand_a_second();
  plan.max_in_flight = 50;
  here.run(plan);
  // From 4.98 s on nobody is answered, so that from 5.03 s to 6 s all fifty are waiting.
  EXPECT_NEAR(static_cast<double>(here.told().dropped), 970, 1);
  EXPECT_EQ(here.told().requests + here.told().dropped, kArrivals);
  // Those who waited too long are 50 of 20,000, which p99<500ms would let pass; with the dropped ones it does
  // not.
  const auto& latency = here.told().latency;
  const auto late = latency.count() - latency.count_at_most(500ms);
  EXPECT_EQ(late, 50u);
  EXPECT_GT(static_cast<double>(late + here.told().dropped), 0.01 * kArrivals);
}

TEST(Freeze, IsHiddenByUsersWhoWait) {
  KnownWorld here(freezing());
  here.run(scenario::cpp::short_plan(20, 20s));  // twenty users of 20 ms: 1,000/s, too
  EXPECT_NEAR(static_cast<double>(here.told().requests), 19'000, 100);
  EXPECT_LT(base::milliseconds_of(*here.told().service.percentile(0.99)), 21);
  EXPECT_GT(base::milliseconds_of(*here.told().service.percentile(1)), 1000);
}

}  // namespace
}  // namespace acrida::known_server
