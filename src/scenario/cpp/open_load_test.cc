// Open load from the plan to the totals, in simulated time.
#include "scenario/cpp/open_load_test.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace acrida::scenario::cpp {
namespace {

class Asks final : public HttpUser {
 public:
  Asks() { task(&Asks::ask); }
  Task<> ask() { co_await client().get("/ask"); }
};

TEST_F(OpenLoadTest, ArrivalsLeaveOnTimeWhateverTheServerDoes) {
  const auto plan = rate_plan(200, 10s);
  const auto schedule = drawn(plan);
  ASSERT_NEAR(static_cast<double>(schedule.size()), 2000, 200);
  for (const auto delay : {0ns, base::Duration(5ms), base::Duration(3s)}) {
    answer_after(delay);
    run<Asks>(plan);
    EXPECT_EQ(sent(), schedule) << delay.count();
    EXPECT_EQ(all().requests, schedule.size());
    EXPECT_EQ(all().dropped, 0u);
  }
}

TEST_F(OpenLoadTest, SeveralWorkersSendAtTheVeryInstantsOfOne) {
  for (const auto arrivals : {load::Arrivals::poisson, load::Arrivals::constant}) {
    const auto plan = rate_plan(500, 5s, arrivals);
    for (const int workers : {1, 2, 4}) {
      run<Asks>(plan, workers);
      EXPECT_EQ(sent(), drawn(plan)) << workers;
    }
  }
}

TEST_F(OpenLoadTest, DropsWhatFindsAsManyInFlightAsThereMayBe) {
  rule_ = [](std::size_t, base::TimePoint) { return std::nullopt; };  // frozen for good
  auto plan = rate_plan(100, 10s, load::Arrivals::constant);
  plan.max_in_flight = 50;
  plan.stop_timeout = 1s;
  for (const int workers : {1, 2, 4}) {
    run<Asks>(plan, workers);
    EXPECT_EQ(server_->requests.size(), 50u);
    EXPECT_EQ(all().dropped, 950u);
    EXPECT_EQ(all().in_flight, 50u);
    EXPECT_EQ(all().requests, 0u);
    EXPECT_EQ(world_->ended_after, 11s);
    // Their ages count as latencies: of those sent at 0, 0.01 … 0.49 s, 11 s after the start.
    EXPECT_EQ(all().latency.count(), 50u);
    EXPECT_EQ(all().latency.max(), 11s);
    EXPECT_EQ(all().latency.min(), 11s - 490ms);
    EXPECT_EQ(all().failed_latency.count(), 50u);
  }
}

TEST_F(OpenLoadTest, AFrozenSecondCostsEachArrivalTheRestOfThatSecond) {
  const base::TimePoint freezes(5s), thaws(6s);
  rule_ = [=](std::size_t, base::TimePoint came) -> base::Duration {
    return came >= freezes && came < thaws ? thaws - came + 5ms : 5ms;
  };
  const auto plan = rate_plan(1000, 20s);
  stats::Histogram expected;
  for (const auto at : drawn(plan)) expected.record(at >= 5s && at < 6s ? 6s - at + 5ms : 5ms);
  for (const int workers : {1, 3}) {
    run<Asks>(plan, workers);
    EXPECT_EQ(all().latency, expected);
    EXPECT_EQ(all().service, expected);
  }
}

TEST_F(OpenLoadTest, EndsWhenAllArrivalsHaveBeenAnswered) {
  auto plan = rate_plan(0, std::nullopt);
  plan.streams[0].rate = load::Shape({{0s, 10}, {10s, 10}, {10s, 0}});
  plan.streams[0].arrivals = load::Arrivals::constant;
  answer_after(2s);
  run<Asks>(plan, 2);
  EXPECT_EQ(all().requests, 100u);
  EXPECT_EQ(world_->ended_after, 9900ms + 2s);
}

TEST_F(OpenLoadTest, ReplaysItsTimes) {
  auto plan = rate_plan(0, std::nullopt);
  plan.streams[0].replay = {0ms, 3ms, 3ms, 1s, 1h};
  run<Asks>(plan);
  EXPECT_EQ(sent(), plan.streams[0].replay);
}

TEST_F(OpenLoadTest, BeginsExactlyAsManyIterationsAsWanted) {
  for (const int workers : {1, 2, 4}) {
    auto plan = rate_plan(1000, std::nullopt);
    plan.iterations = 777;
    plan.streams.push_back({load::Shape(300), load::Arrivals::constant, {}, {}});
    run<Asks>(plan, workers);
    EXPECT_EQ(all().requests, 777u);
    EXPECT_EQ(sent(), drawn(plan));
  }
}

TEST_F(OpenLoadTest, FewerIterationsInFlightThanWorkersAreNotFewer) {
  auto plan = rate_plan(10, 10s, load::Arrivals::constant);
  plan.max_in_flight = 1;
  run<Asks>(plan, 4);
  EXPECT_EQ(all().requests, 100u);
  EXPECT_EQ(all().dropped, 0u);
}

TEST_F(OpenLoadTest, AStopEndsIdleUsersAtOnceAndLetsBusyOnesFinish) {
  schedule_ = {{1050ms, [](load::Runner& runner) { runner.stop(); }}};
  answer_after(300ms);
  run<Asks>(rate_plan(10, std::nullopt, load::Arrivals::constant));
  EXPECT_EQ(all().requests, 11u);
  EXPECT_EQ(all().in_flight, 0u);
  EXPECT_EQ(world_->ended_after, 1300ms);
}

TEST_F(OpenLoadTest, WithoutAStopTimeoutWhatIsOutIsCutOff) {
  auto plan = rate_plan(1000, 2s);
  plan.stop_timeout = 0s;
  for (const int workers : {1, 2, 4}) {
    run<Asks>(plan, workers);
    EXPECT_EQ(world_->ended_after, 2s);
    EXPECT_EQ(all().requests + all().in_flight + all().dropped, drawn(plan).size());
    EXPECT_GT(all().in_flight, 0u);
  }
}

TEST_F(OpenLoadTest, TellsNoLagInSimulatedTime) {
  run<Asks>(rate_plan(1000, 10s), 2);
  const auto& health = world_->end.health;
  EXPECT_EQ(health.dispatch_lag.count(), all().requests);
  EXPECT_EQ(health.dispatch_lag.max(), 0s);
  EXPECT_GE(health.loop_lag.count(), 2u * 10 * 19);
  EXPECT_EQ(health.loop_lag.max(), 0s);
  EXPECT_EQ(health.peak_core_share, 0);
}

class BusyOnce final : public HttpUser {
 public:
  BusyOnce() { task(&BusyOnce::ask); }
  Task<> ask() {
    if (clock->now() == base::TimePoint(1500ms)) clock->work(300ms);
    co_await client().get("/ask");
  }
  static inline fakes::ManualClock* clock = nullptr;
};

TEST_F(OpenLoadTest, ATaskThatBlocksTheLoopShowsInTheEnginesHealth) {
  before_run_ = [this] { BusyOnce::clock = &world_->clock; };
  run<BusyOnce>(rate_plan(100, 3s, load::Arrivals::constant));
  const auto& health = world_->end.health;
  EXPECT_EQ(health.loop_lag.count() - health.loop_lag.count_at_most(0s), 5u);  // due at 1.55, 1.6 … 1.75 s
  EXPECT_EQ(health.loop_lag.max(), 250ms);
  EXPECT_EQ(health.dispatch_lag.max(), 290ms);
  EXPECT_EQ(health.dispatch_lag.count() - health.dispatch_lag.count_at_most(0s), 29u);
  EXPECT_NEAR(health.peak_core_share, 0.3, 1e-9);
  // What the clients felt: the one that blocked, and those behind it. The answer to the one before it has
  // lain there unread.
  EXPECT_EQ(all().latency.max(), 310ms);
  EXPECT_EQ(all().latency.count() - all().latency.count_at_most(15ms), 31u);
  EXPECT_EQ(all().service.count() - all().service.count_at_most(15ms), 1u);
  EXPECT_EQ(all().requests, 300u);
}

TEST_F(OpenLoadTest, CountsArrivalsThatHadToWaitForAConnection) {
  connect_time_ = 25ms;
  auto plan = rate_plan(100, 1s, load::Arrivals::constant);
  run<Asks>(plan);
  // An iteration takes 35 ms the first time, so that the first four arrivals find no idle user; then 10 ms.
  EXPECT_EQ(world_->end.health.late_connections, server_->connections());
  EXPECT_EQ(server_->connections(), 4u);
  EXPECT_EQ(all().latency.max(), 35ms);
}

class AsksElsewhere final : public HttpUser {
 public:
  AsksElsewhere() { task(&AsksElsewhere::ask); }
  Task<> ask() { co_await client().get("/elsewhere"); }
};

TEST_F(OpenLoadTest, ClassesGetTheirArrivalsByWeightOnAnyNumberOfWorkers) {
  auto plan = rate_plan(100, 10s);
  plan.streams.push_back({load::Shape(50), load::Arrivals::constant, {}, std::vector<std::size_t>{1}});
  std::vector<std::string> alone;
  for (const int workers : {1, 2, 3}) {
    run<Asks, AsksElsewhere>(plan, workers);
    std::vector<std::string> targets;
    for (const auto& request : server_->requests) targets.push_back(request.target);
    if (workers == 1) alone = targets;
    EXPECT_EQ(targets, alone);
    const auto elsewhere = static_cast<double>(std::count(targets.begin(), targets.end(), "/elsewhere"));
    EXPECT_NEAR(elsewhere - 500, static_cast<double>(targets.size() - 500) / 2, 1);
  }
}

class Thinks final : public HttpUser {
 public:
  Thinks() {
    wait_time(constant(1s));
    task(&Thinks::ask);
  }
  Task<> ask() { co_await client().get("/closed"); }
};

TEST_F(OpenLoadTest, RunsBesideUsersInClosedLoad) {
  auto plan = rate_plan(100, 9500ms, load::Arrivals::constant);
  plan.streams[0].of = std::vector<std::size_t>{0};
  plan.classes = std::vector<std::size_t>{1};
  plan.users = 3;
  answer_after(0ns);
  for (const int workers : {1, 2}) {
    schedule_ = {
        {5500ms, [](load::Runner& runner) { runner.change_users(1, 1e6, std::vector<std::size_t>{1}); }}};
    run<Asks, Thinks>(plan, workers);
    const auto closed = std::count_if(server_->requests.begin(), server_->requests.end(),
                                      [](const auto& request) { return request.target == "/closed"; });
    EXPECT_EQ(closed, 3 * 6 + 4);
    EXPECT_EQ(all().requests, 950u + 22u);
  }
}

TEST_F(OpenLoadTest, SaysAtOnceThatAllUsersAreThere) {
  run<Asks>(rate_plan(100, 10s), 2);
  EXPECT_EQ(world_->spawned_after, 0s);
}

}  // namespace
}  // namespace acrida::scenario::cpp
