// A whole run, from the plan to the totals, for a simulated hour: nothing here waits, and nothing here is
// faked but the clock and the wire.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "scenario/cpp/simulated_test.h"

namespace acrida::scenario::cpp {
namespace {

class Visitor final : public HttpUser {
 public:
  Visitor() {
    wait_time(between(1s, 5s));
    task(4, &Visitor::often);
    task(1, &Visitor::seldom);
  }
  Task<> often() { co_await client().get("/often"); }
  Task<> seldom() { co_await client().post("/seldom").json("{}"); }
};

TEST(SimulatedHour, RunsAWholePlan) {
  fakes::SimulatedWorld world;
  run_users<Visitor>(world, short_plan(10, 1h));

  EXPECT_EQ(world.ended_after, 1h);
  EXPECT_EQ(world.snapshots.size(), 3600u);
  const auto& all = world.totals.aggregated();
  EXPECT_EQ(all.requests, world.requests.size());
  EXPECT_EQ(all.failures, 0u);
  EXPECT_EQ(all.in_flight, 0u);
  // Ten users with a mean wait of 3 s and answers that take no time: 12,000 requests, give or take four
  // standard deviations (each wait varies by 4/sqrt(12) s: about 0.38 of its mean).
  EXPECT_NEAR(static_cast<double>(all.requests), 12'000, 4 * 0.385 * std::sqrt(12'000.0));
  const auto often =
      static_cast<double>(std::count(world.requests.begin(), world.requests.end(), "GET /often"));
  const double n = static_cast<double>(all.requests);
  EXPECT_NEAR(often / n, 0.8, 4 * std::sqrt(0.8 * 0.2 / n));
}

TEST(SimulatedHour, IsTheSameAgainWithTheSameSeedAndNotWithAnother) {
  const auto requests = [](std::uint64_t seed) {
    fakes::SimulatedWorld world;
    auto plan = short_plan(5, 10min);
    plan.seed = seed;
    run_users<Visitor>(world, plan);
    return world.requests;
  };
  EXPECT_EQ(requests(1), requests(1));
  EXPECT_NE(requests(1), requests(2));
}

TEST(SimulatedHour, CountsTheSameOnSeveralEngines) {
  fakes::SimulatedWorld world;
  run_users<Visitor>(world, short_plan(10, 10min), 3);
  EXPECT_EQ(world.totals.aggregated().requests, world.requests.size());
  EXPECT_GT(world.requests.size(), 1000u);
}

TEST(SimulatedHour, CountsWhatTheServerSawFromTheResetOn) {
  std::uint64_t before = 0;
  fakes::SimulatedWorld world;
  auto plan = short_plan(10, 10min);
  plan.spawn_rate = 0.35;  // all have started after 25.7 s
  plan.reset_stats = true;
  run_users<Visitor>(world, plan, 3);
  for (const auto& snapshot : world.snapshots) {
    if (snapshot.second >= 26) continue;
    for (const auto& [id, tally] : snapshot.counts.endpoints) before += tally.requests;
  }
  EXPECT_EQ(world.totals.first_second(), 26);
  EXPECT_GT(before, 20u);
  EXPECT_EQ(before + world.totals.aggregated().requests, world.requests.size());
}

}  // namespace
}  // namespace acrida::scenario::cpp
