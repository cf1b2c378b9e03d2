// RunPlan::reset_stats: what is forgotten, and what is not.
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "load/local_runner.h"
#include "tests/fakes/simulated_world.h"

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

// Users that finish a request each 100 ms, the first one 30 ms after their start; every fifth fails.
class BusyScenario final : public Scenario {
 public:
  std::vector<UserClass> classes() const override { return {{"Busy", 1, 0, ""}}; }
  std::unique_ptr<UserFactory> open(Engine& engine) override {
    return std::make_unique<Factory>(*this, engine);
  }

  // A verdict that comes in the second after its request finished, when there are so many before it.
  std::uint64_t late_each = 0;
  std::vector<base::Duration> finished;  // when, from the start of the run

 private:
  class BusyUser final : public User, private stats::AnswerSource {
   public:
    BusyUser(BusyScenario& scenario, Engine& engine, std::uint32_t index, UserListener& listener)
        : scenario_(scenario),
          engine_(engine),
          index_(index),
          listener_(listener),
          next_(engine.loop, async::Callback::to<&BusyUser::finish_one>(this)) {}
    void start() override { next_.set(engine_.loop.clock().now() + 30ms); }
    void stand_by() override { listener_.on_user_idle(index_); }
    void iterate(base::TimePoint) override { finish_one(); }
    void stop_gently() override { end(); }
    void stop() override { end(); }
    void abort() override { end(); }

   private:
    void finish_one() {
      stats::Sample sample;
      sample.endpoint = engine_.endpoints.intern("GET", "/" + std::to_string(index_));
      sample.finished = engine_.loop.clock().now();
      const auto number = scenario_.finished.size() + 1;
      if (scenario_.late_each > 0 && number % scenario_.late_each == 0) sample.finished -= 2s;
      sample.intended = sample.started = sample.finished - 10ms;
      scenario_.finished.push_back(sample.finished.time_since_epoch());
      if (number % 5 == 0) {
        sample.error_kind = "status";
        engine_.recorder.record(sample, *this);
      } else {
        engine_.recorder.record(sample);
      }
      next_.set(engine_.loop.clock().now() + 100ms);
    }
    stats::Answer make_answer() const override { return {}; }
    void end() {
      next_.cancel();
      listener_.on_user_ended(index_);
    }

    BusyScenario& scenario_;
    Engine& engine_;
    std::uint32_t index_;
    UserListener& listener_;
    async::Timer next_;
  };

  class Factory final : public UserFactory {
   public:
    Factory(BusyScenario& scenario, Engine& engine) : scenario_(scenario), engine_(engine) {}
    std::unique_ptr<User> make_user(std::size_t, std::uint32_t index, UserListener& listener) override {
      return std::make_unique<BusyUser>(scenario_, engine_, index, listener);
    }

   private:
    BusyScenario& scenario_;
    Engine& engine_;
  };
};

// The last of six users starts after 1.25 s, so that second 2 is the first that counts.
RunPlan plan_of(base::Duration run_time) {
  RunPlan plan;
  plan.users = 6;
  plan.spawn_rate = 4;
  plan.run_time = run_time;
  plan.reset_stats = true;
  return plan;
}
constexpr base::Duration kCountsFrom = 2s;

class ResetStatsTest : public testing::TestWithParam<int> {
 protected:
  std::uint64_t finished_since(base::Duration since) const {
    std::uint64_t count = 0;
    for (const auto when : scenario_.finished) count += when >= since ? 1u : 0u;
    return count;
  }
  std::uint64_t sum_of_endpoints() const {
    std::uint64_t sum = 0;
    for (const auto& [id, tally] : world_.totals.by_endpoint()) sum += tally.requests;
    return sum;
  }
  std::uint64_t told_before(std::int64_t second) const {
    std::uint64_t sum = 0;
    for (const auto& snapshot : world_.snapshots) {
      if (snapshot.second >= second) continue;
      for (const auto& [id, tally] : snapshot.counts.endpoints) sum += tally.requests;
    }
    return sum;
  }

  fakes::SimulatedWorld world_;
  BusyScenario scenario_;
};

TEST_P(ResetStatsTest, CountsExactlyWhatFinishedFromTheNextWholeSecondOn) {
  world_.run(plan_of(10s), scenario_, GetParam());
  const auto& totals = world_.totals;
  EXPECT_EQ(totals.first_second(), 2);
  EXPECT_EQ(totals.aggregated().requests, finished_since(kCountsFrom));
  EXPECT_EQ(totals.aggregated().requests, 6 * 80u);
  EXPECT_EQ(sum_of_endpoints(), totals.aggregated().requests);
  std::uint64_t errors = 0;
  for (const auto& [key, seen] : totals.errors()) errors += seen.count;
  EXPECT_EQ(errors, totals.aggregated().failures);
  EXPECT_EQ(totals.aggregated().requests + told_before(2), scenario_.finished.size());
}

TEST_P(ResetStatsTest, ForgetsLateVerdictsOnTheTimeBefore) {
  scenario_.late_each = 7;
  world_.run(plan_of(10s), scenario_, GetParam());
  EXPECT_GT(finished_since(0s), finished_since(kCountsFrom));
  EXPECT_EQ(world_.totals.aggregated().requests, finished_since(kCountsFrom));
  EXPECT_EQ(sum_of_endpoints(), finished_since(kCountsFrom));
}

TEST_P(ResetStatsTest, KeepsTheFirstAnswersOfTheTimeThatCounts) {
  world_.run(plan_of(10s), scenario_, GetParam());
  ASSERT_FALSE(world_.totals.answers().empty());
  for (const auto& [error, answers] : world_.totals.answers()) {
    EXPECT_EQ(answers.size(), 3u);
    EXPECT_EQ(answers[0].at, world_.totals.errors().at(error).first);
    EXPECT_GE(answers[0].at, fakes::ManualClock::kWallStart + kCountsFrom);
  }
}

TEST_P(ResetStatsTest, TellsEverySecondAndOneOfThemStartsAnew) {
  world_.run(plan_of(10s), scenario_, GetParam());
  ASSERT_EQ(world_.snapshots.size(), 10u);
  for (const auto& snapshot : world_.snapshots) EXPECT_EQ(snapshot.starts_anew, snapshot.second == 2);
}

TEST_P(ResetStatsTest, TakesTheDurationFromThatSecond) {
  world_.run(plan_of(10s), scenario_, GetParam());
  EXPECT_EQ(world_.end.duration, 9980ms - kCountsFrom);  // to the last finish
}

TEST_P(ResetStatsTest, ForgetsNothingAgainWhenTheNumberOfUsersIsChanged) {
  world_.schedule = {{4s, [](Runner& runner) { runner.change_users(9, 2, {}); }}};
  world_.run(plan_of(10s), scenario_, GetParam());
  EXPECT_EQ(world_.totals.first_second(), 2);
  EXPECT_EQ(world_.totals.aggregated().requests, finished_since(kCountsFrom));
}

TEST_P(ResetStatsTest, ForgetsNothingWhenTheRunIsOverBefore) {
  world_.run(plan_of(1900ms), scenario_, GetParam());
  EXPECT_EQ(world_.spawned_after, 1250ms);
  EXPECT_EQ(world_.totals.aggregated().requests, scenario_.finished.size());
  EXPECT_EQ(world_.totals.first_second(), 0);
}

TEST_P(ResetStatsTest, ForgetsNothingWhenNotAllUsersWereStarted) {
  world_.run(plan_of(1s), scenario_, GetParam());
  EXPECT_EQ(world_.totals.aggregated().requests, scenario_.finished.size());
}

INSTANTIATE_TEST_SUITE_P(OnEngines, ResetStatsTest, testing::Values(1, 2, 6));

TEST(ResetStats, TakesEffectInTheSecondThatBeginsWhenTheLastUserStarts) {
  fakes::SimulatedWorld world;
  BusyScenario scenario;
  auto plan = plan_of(5s);
  plan.users = 5;  // the last one after 1 s
  world.run(plan, scenario);
  EXPECT_EQ(world.totals.first_second(), 1);
  plan.users = 1;
  fakes::SimulatedWorld another;
  another.run(plan, scenario);
  EXPECT_EQ(another.totals.first_second(), 0);
}

}  // namespace
}  // namespace acrida::load
