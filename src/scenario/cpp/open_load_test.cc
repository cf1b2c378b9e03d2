// Open load from the plan to the totals, in simulated time, against a server whose log is the truth.
#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "load/timetable.h"
#include "scenario/cpp/simulated_test.h"
#include "tests/fakes/timed_server.h"

namespace acrida::scenario::cpp {
namespace {

std::vector<std::string> notes;
std::vector<unsigned> began;  // the index of each iteration's user

// A world whose server answers as the rule says.
class OpenLoadTest : public testing::Test {
 protected:
  void SetUp() override {
    notes.clear();
    began.clear();
    answer_after(10ms);
  }
  void answer_after(base::Duration delay) {
    rule_ = [delay](std::size_t, base::TimePoint) { return delay; };
  }
  template <class... Users>
  void run(const load::RunPlan& plan, int workers = 1) {
    server_.reset();
    world_.emplace();
    server_.emplace(world_->loop,
                    [this](std::size_t number, base::TimePoint came) { return rule_(number, came); });
    world_->accept = [this](std::unique_ptr<net::Stream> stream) { server_->accept(std::move(stream)); };
    world_->schedule = schedule_;
    run_users<Users...>(*world_, plan, workers);
  }
  std::vector<base::Duration> sent() const {
    std::vector<base::Duration> times;
    for (const auto& request : server_->requests) times.push_back(request.came.time_since_epoch());
    return times;
  }
  const stats::Tally& all() const { return world_->totals.aggregated(); }

  fakes::TimedServer::Rule rule_;
  std::vector<std::pair<base::Duration, std::function<void(load::Runner&)>>> schedule_;
  std::optional<fakes::SimulatedWorld> world_;
  std::optional<fakes::TimedServer> server_;
};

load::RunPlan rate_plan(double rate, std::optional<base::Duration> run_time,
                        load::Arrivals arrivals = load::Arrivals::poisson) {
  auto plan = short_plan(0, 0s);
  plan.run_time = run_time;
  plan.stop_timeout = 10s;
  plan.streams = {{load::Shape(rate), arrivals, {}, {}}};
  return plan;
}

std::vector<base::Duration> drawn(const load::RunPlan& plan) {
  load::Timetable timetable(plan, {{"User1", 1, 0, "", {}}}, 0, 1);
  std::vector<base::Duration> times;
  while (const auto arrival = timetable.next()) times.push_back(arrival->at);
  return times;
}

class Asks final : public HttpUser {
 public:
  Asks() { task(&Asks::ask); }
  Task<> ask() {
    began.push_back(index());
    co_await client().get("/ask");
  }
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

TEST_F(OpenLoadTest, TakesTheUserThatWasBusyLast) {
  run<Asks>(rate_plan(10, 10s, load::Arrivals::constant));
  EXPECT_EQ(began, std::vector<unsigned>(100, 0));  // ten milliseconds' work in a hundred
  EXPECT_EQ(server_->connections(), 1u);
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

class Prepares final : public HttpUser {
 public:
  Prepares() { task(&Prepares::ask); }
  Task<> on_start() override { co_await sleep(1s); }
  Task<> ask() { co_await client().get("/ask"); }
};

TEST_F(OpenLoadTest, AnArrivalThatWaitsForItsUserToStartCountsFromWhenItCame) {
  run<Prepares>(rate_plan(10, 3s, load::Arrivals::constant));
  EXPECT_EQ(all().requests, 30u);
  EXPECT_EQ(sent().front(), 1s);
  EXPECT_EQ(all().latency.max(), 1010ms);
  EXPECT_EQ(all().service.max(), 10ms);
  EXPECT_EQ(all().latency.min(), 10ms);
}

TEST_F(OpenLoadTest, WhoeverWaitsForAUserWhenTheRunStopsIsServedWithinTheStopTimeout) {
  answer_after(300ms);
  auto plan = rate_plan(10, 500ms, load::Arrivals::constant);
  run<Prepares>(plan);
  EXPECT_EQ(all().requests, 5u);
  EXPECT_EQ(world_->ended_after, 1600ms);  // the user of the first one is free again at 1.3 s

  plan.stop_timeout = 650ms;  // until 1.15 s: those of the arrivals at 0 and 0.1 s are ready by then
  run<Prepares>(plan);
  EXPECT_EQ(all().requests, 0u);
  EXPECT_EQ(all().in_flight, 2u);
  EXPECT_EQ(all().dropped, 3u);

  plan.stop_timeout = 0s;
  run<Prepares>(plan);
  EXPECT_EQ(all().dropped, 5u);
}

class CannotStart final : public HttpUser {
 public:
  CannotStart() { task(&CannotStart::ask); }
  Task<> on_start() override {
    co_await sleep(10ms);
    if (index() % 2 == 0) throw std::runtime_error("no login");
  }
  Task<> ask() {
    co_await client().get("/ask");
    stop_user();
  }
};

TEST_F(OpenLoadTest, AnArrivalWhoseUserFailsToStartIsDropped) {
  run<CannotStart>(rate_plan(10, 10s, load::Arrivals::constant));
  EXPECT_EQ(all().requests, 50u);
  EXPECT_EQ(all().dropped, 50u);
  EXPECT_EQ(world_->totals.exception_count(), 50u);
}

class Throws final : public HttpUser {
 public:
  Throws() { task(&Throws::ask); }
  Task<> ask() {
    began.push_back(index());
    co_await client().get("/ask");
    throw std::runtime_error("broken");
  }
};

TEST_F(OpenLoadTest, AUserThatThrowsTakesTheNextArrival) {
  run<Throws>(rate_plan(10, 1s, load::Arrivals::constant));
  EXPECT_EQ(world_->totals.exception_count(), 10u);
  EXPECT_EQ(began, std::vector<unsigned>(10, 0));
}

class LeavesOften final : public HttpUser {
 public:
  LeavesOften() { task(&LeavesOften::ask); }
  Task<> ask() {
    began.push_back(index());
    co_await client().get("/ask");
    if (++asked_ == 2) stop_user();
  }
  Task<> on_stop() override {
    notes.emplace_back("stop");
    co_return;
  }

 private:
  int asked_ = 0;
};

TEST_F(OpenLoadTest, AUserThatLeavesIsReplacedWhenAnArrivalNeedsOne) {
  run<LeavesOften>(rate_plan(10, 600ms, load::Arrivals::constant));
  EXPECT_EQ(began, (std::vector<unsigned>{0, 0, 1, 1, 2, 2}));
  EXPECT_EQ(notes.size(), 3u);
}

class Steps final : public SequentialTaskSet {
 public:
  Steps() {
    task(&Steps::first);
    task(&Steps::second);
    task(&Steps::last);
  }
  Task<> on_start() override {
    notes.emplace_back("enter");
    co_return;
  }
  Task<> first() { co_await client().get("/1"); }
  Task<> second() { co_await client().get("/2"); }
  Task<> last() {
    co_await client().get("/3");
    interrupt();
  }
  Task<> on_stop() override {
    notes.emplace_back("leave");
    co_return;
  }
};

class HasSteps final : public HttpUser {
 public:
  HasSteps() { task_set<Steps>(); }
};

TEST_F(OpenLoadTest, EachArrivalIsOneTaskOfAnInnermostSetAndSequencesKeepTheirPlace) {
  run<HasSteps>(rate_plan(10, 700ms, load::Arrivals::constant));
  std::vector<std::string> targets;
  for (const auto& request : server_->requests) targets.push_back(request.target);
  EXPECT_EQ(targets, (std::vector<std::string>{"/1", "/2", "/3", "/1", "/2", "/3", "/1"}));
  EXPECT_EQ(sent(), (std::vector<base::Duration>{0ms, 100ms, 200ms, 300ms, 400ms, 500ms, 600ms}));
  EXPECT_EQ(notes, (std::vector<std::string>{"enter", "leave", "enter", "leave", "enter", "leave"}));
}

class AsksTwice final : public HttpUser {
 public:
  AsksTwice() { task(&AsksTwice::ask); }
  Task<> on_start() override { co_await sleep(100ms); }
  Task<> ask() {
    co_await client().get("/first");
    co_await client().get("/second");
  }
};

TEST_F(OpenLoadTest, OnlyTheFirstRequestOfAnIterationIsMeantForTheArrival) {
  auto plan = rate_plan(0, std::nullopt);
  plan.streams[0].replay = {0ms};
  run<AsksTwice>(plan);
  ASSERT_EQ(all().latency.count(), 2u);
  EXPECT_EQ(all().latency.max(), 110ms);
  EXPECT_EQ(all().latency.min(), 10ms);
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

TEST_F(OpenLoadTest, AnAbortCountsEveryArrivalUntilThen) {
  schedule_ = {{1s, [](load::Runner& runner) { runner.abort(); }}};
  run<Prepares>(rate_plan(10, std::nullopt, load::Arrivals::constant));
  EXPECT_EQ(world_->ended_after, 1s);
  const auto counted = all().requests + all().in_flight + all().dropped;
  EXPECT_TRUE(counted == 10 || counted == 11) << counted;  // the last one comes with the abort itself
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

}  // namespace
}  // namespace acrida::scenario::cpp
