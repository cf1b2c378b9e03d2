// The laws of waiting, in simulated time.
#include <chrono>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include <acrida/wait_time.h>

#include "scenario/cpp/simulated_test.h"
#include "tests/fakes/timed_server.h"

namespace acrida::scenario::cpp {
namespace {

using testing::ElementsAre;

std::vector<base::Duration> starts;   // of tasks, from the beginning of simulated time
std::vector<base::Duration> lengths;  // of the tasks to come; then 0
WaitTime wait_between;

class Paced final : public HttpUser {
 public:
  Paced() {
    wait_time(wait_between);
    task(&Paced::work);
  }
  Task<> work() {
    starts.push_back(world->clock.now().time_since_epoch());
    if (done_ < lengths.size()) co_await sleep(lengths[done_++]);
  }
  static inline fakes::SimulatedWorld* world = nullptr;

 private:
  std::size_t done_ = 0;
};

class WaitTimeTest : public testing::Test {
 protected:
  void run(WaitTime wait, base::Duration time, std::vector<base::Duration> of_tasks = {}) {
    starts.clear();
    lengths = std::move(of_tasks);
    wait_between = std::move(wait);
    Paced::world = &world_;
    run_users<Paced>(world_, short_plan(1, time));
  }
  fakes::SimulatedWorld world_;
};

TEST_F(WaitTimeTest, PacingStartsTasksExactlyOneIntervalApart) {
  run(constant_pacing(1s), 9500ms, {123'456'789ns, 1ns, 999'999'999ns, 0ns});
  ASSERT_EQ(starts.size(), 10u);
  for (std::size_t i = 0; i < starts.size(); ++i) EXPECT_EQ(starts[i], std::chrono::seconds(i)) << i;
}

TEST_F(WaitTimeTest, ATaskLongerThanItsPaceIsFollowedAtOnceAndTheNextPaceCountsFromThere) {
  run(constant_pacing(1s), 6s, {2500ms});
  EXPECT_THAT(starts, ElementsAre(0ms, 2500ms, 3500ms, 4500ms, 5500ms));
}

TEST_F(WaitTimeTest, ThroughputIsPacing) {
  run(constant_throughput(4), 900ms, {100ms, 10ms});
  EXPECT_THAT(starts, ElementsAre(0ms, 250ms, 500ms, 750ms));
}

TEST_F(WaitTimeTest, AConstantWaitComesAfterTheTask) {
  run(constant(1s), 3500ms, {500ms, 500ms});
  EXPECT_THAT(starts, ElementsAre(0ms, 1500ms, 3s));
}

TEST_F(WaitTimeTest, PoissonWaitsHaveTheMeanAndTheSpreadOfAnExponential) {
  run(poisson(5), 2h);
  const auto n = static_cast<double>(starts.size() - 1);
  double sum = 0, squares = 0;
  for (std::size_t i = 1; i < starts.size(); ++i) {
    const double gap = base::seconds_of(starts[i] - starts[i - 1]);
    sum += gap;
    squares += gap * gap;
  }
  const double mean = sum / n;
  EXPECT_NEAR(mean, 0.2, 2.576 * 0.2 / std::sqrt(n));  // 99 %
  EXPECT_NEAR(squares / n - mean * mean, 0.04, 2.576 * 0.04 * std::sqrt(8 / n));
}

TEST_F(WaitTimeTest, AnyFunctionWillDoAndANegativeWaitIsNone) {
  run([](WaitContext& context) { return context.task_time * 2 - 1s; }, 3s, {1s, 100ms, 1s});
  EXPECT_THAT(starts, ElementsAre(0s, 2s, 2100ms));
}

// Asks a server that freezes from 5 s to 6 s.
class Asks final : public HttpUser {
 public:
  Asks() {
    wait_time(wait_between);
    task(&Asks::ask);
  }
  Task<> ask() { co_await client().get("/ask"); }
};

class FrozenSecondTest : public testing::Test {
 protected:
  const stats::Tally& latencies_with(WaitTime wait) {
    wait_between = std::move(wait);
    world_.accept = [this](std::unique_ptr<net::Stream> stream) { server_.accept(std::move(stream)); };
    run_users<Asks>(world_, short_plan(1, 10s));
    return world_.totals.aggregated();
  }
  fakes::SimulatedWorld world_;
  fakes::TimedServer server_{world_.loop, [](std::size_t, base::TimePoint came) -> base::Duration {
                               const base::TimePoint freezes(5s), thaws(6s);
                               return came >= freezes && came < thaws ? thaws - came : 1ms;
                             }};
};

// The one asked at 5 s is answered at 6 s; the next one was meant for 5.1 s, starts then, and takes 1 ms.
TEST_F(FrozenSecondTest, APacedRequestIsLateFromWhenItShouldHaveStarted) {
  const auto& all = latencies_with(constant_pacing(100ms));
  EXPECT_EQ(all.service.max(), 1s);
  EXPECT_EQ(all.latency.max(), 1s);
  EXPECT_EQ(all.latency.count() - all.latency.count_at_most(500ms), 2u);
  EXPECT_EQ(all.service.count() - all.service.count_at_most(500ms), 1u);
  EXPECT_NEAR(static_cast<double>(all.latency.percentile(0.98)->count()), 901e6, 4e6);
  EXPECT_EQ(all.latency.count_at_most(1ms), all.latency.count() - 2);
}

class TakesLeave final : public HttpUser {
 public:
  TakesLeave() {
    wait_time(constant_pacing(100s));
    task(&TakesLeave::ask);
  }
  Task<> ask() { co_await client().get("/"); }
  Task<> on_stop() override { co_await client().get("/bye"); }
};

// It is stopped while it waits for a task that was planned for 90 s later.
TEST_F(FrozenSecondTest, WhatAPacedUserAsksWhenItLeavesIsMeantToStartWhenItDoes) {
  world_.accept = [this](std::unique_ptr<net::Stream> stream) { server_.accept(std::move(stream)); };
  run_users<TakesLeave>(world_, short_plan(1, 5500ms));
  const auto& all = world_.totals.aggregated();
  EXPECT_EQ(all.requests, 2u);
  EXPECT_EQ(all.latency.max(), 500ms);  // the server is frozen until 6 s
  EXPECT_EQ(all.latency, all.service);
}

TEST_F(FrozenSecondTest, WithAnyOtherWaitARequestIsMeantToStartWhenItDoes) {
  const auto& all = latencies_with(constant(100ms));
  EXPECT_EQ(all.latency, all.service);
  EXPECT_EQ(all.latency.count() - all.latency.count_at_most(500ms), 1u);
}

}  // namespace
}  // namespace acrida::scenario::cpp
