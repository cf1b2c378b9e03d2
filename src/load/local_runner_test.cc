#include "load/local_runner.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "tests/fakes/simulated_world.h"

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

// What became of one user, by the simulated clock.
struct Life {
  std::size_t class_index = 0;
  std::optional<base::Duration> started, stopped_gently, stopped, aborted;
};

// Users that do nothing: they end when they are told to, and gently only `linger` later.
class IdleScenario final : public Scenario {
 public:
  explicit IdleScenario(std::vector<UserClass> classes = {{"Idle", 1, 0, "", {}}})
      : classes_(std::move(classes)) {}

  std::vector<UserClass> classes() const override { return classes_; }
  std::unique_ptr<UserFactory> open(Engine& engine) override {
    return std::make_unique<Factory>(*this, engine);
  }

  base::Duration linger{};
  bool leaves_at_once = false;
  std::map<std::uint32_t, Life> lives;

 private:
  class IdleUser final : public User {
   public:
    IdleUser(IdleScenario& scenario, Engine& engine, std::uint32_t index, UserListener& listener)
        : scenario_(scenario),
          engine_(engine),
          index_(index),
          listener_(listener),
          end_(engine.loop, async::Callback::to<&IdleUser::end>(this)) {}
    void start() override {
      life().started = now();
      if (scenario_.leaves_at_once) end();
    }
    void stand_by() override { listener_.on_user_idle(index_); }
    void iterate(base::TimePoint) override { listener_.on_user_idle(index_); }
    void stop_gently() override {
      life().stopped_gently = now();
      end_.set(engine_.loop.clock().now() + scenario_.linger);
    }
    void stop() override {
      life().stopped = now();
      end();
    }
    void abort() override {
      life().aborted = now();
      end();
    }

   private:
    Life& life() { return scenario_.lives[index_]; }
    base::Duration now() const { return engine_.loop.clock().now().time_since_epoch(); }
    void end() {
      end_.cancel();
      listener_.on_user_ended(index_);
    }

    IdleScenario& scenario_;
    Engine& engine_;
    std::uint32_t index_;
    UserListener& listener_;
    async::Timer end_;
  };

  class Factory final : public UserFactory {
   public:
    Factory(IdleScenario& scenario, Engine& engine) : scenario_(scenario), engine_(engine) {}
    std::unique_ptr<User> make_user(std::size_t class_index, std::uint32_t index,
                                    UserListener& listener) override {
      scenario_.lives[index].class_index = class_index;
      return std::make_unique<IdleUser>(scenario_, engine_, index, listener);
    }

   private:
    IdleScenario& scenario_;
    Engine& engine_;
  };

  std::vector<UserClass> classes_;
};

RunPlan plan_of(std::uint32_t users, double rate, base::Duration run_time) {
  RunPlan plan;
  plan.users = users;
  plan.spawn_rate = rate;
  plan.run_time = run_time;
  return plan;
}

TEST(LocalRunner, StartsUserNumberIAfterIOverTheRate) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.run(plan_of(100, 7, 1min), scenario);
  ASSERT_EQ(scenario.lives.size(), 100u);
  for (const auto& [index, life] : scenario.lives)
    EXPECT_EQ(life.started, base::from_seconds(index / 7.0)) << index;
  EXPECT_EQ(world.spawned_after, base::from_seconds(99 / 7.0));
}

TEST(LocalRunner, StartsTheSameUsersAtTheSameTimesOnAnyNumberOfEngines) {
  const std::vector<UserClass> classes{{"A", 3, 0, "", {}}, {"B", 1, 0, "", {}}, {"C", 1, 2, "", {}}};
  const auto lives_on = [&](int engines) {
    fakes::SimulatedWorld world;
    IdleScenario scenario(classes);
    world.run(plan_of(50, 10, 10s), scenario, engines);
    std::map<std::uint32_t, std::pair<std::size_t, base::Duration>> lives;
    for (const auto& [index, life] : scenario.lives) lives[index] = {life.class_index, *life.started};
    return lives;
  };
  const auto alone = lives_on(1);
  ASSERT_EQ(alone.size(), 50u);
  EXPECT_EQ(lives_on(2), alone);
  EXPECT_EQ(lives_on(7), alone);
}

TEST(LocalRunner, StopsEverybodyWhenTheTimeIsOver) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.run(plan_of(10, 100, 30s), scenario);
  for (const auto& [index, life] : scenario.lives) {
    EXPECT_EQ(life.stopped, 30s);
    EXPECT_FALSE(life.stopped_gently);
  }
  EXPECT_EQ(world.ended_after, 30s);
}

TEST(LocalRunner, StartsNobodyAfterTheStop) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.run(plan_of(100, 1, 9500ms), scenario);
  EXPECT_EQ(scenario.lives.size(), 10u);
  EXPECT_EQ(world.spawned_after, 0s);  // never told that all were started
}

TEST(LocalRunner, LetsTasksFinishWithinTheStopTimeout) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  scenario.linger = 3s;
  auto plan = plan_of(5, 100, 10s);
  plan.stop_timeout = 5s;
  world.run(plan, scenario);
  for (const auto& [index, life] : scenario.lives) {
    EXPECT_EQ(life.stopped_gently, 10s);
    EXPECT_FALSE(life.stopped);
  }
  EXPECT_EQ(world.ended_after, 13s);
}

TEST(LocalRunner, CutsTasksOffExactlyAtTheStopTimeout) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  scenario.linger = 1h;
  auto plan = plan_of(5, 100, 10s);
  plan.stop_timeout = 5s;
  world.run(plan, scenario);
  for (const auto& [index, life] : scenario.lives) EXPECT_EQ(life.stopped, 15s);
  EXPECT_EQ(world.ended_after, 15s);
}

TEST(LocalRunner, CanBeStoppedEarlyAndThenAborted) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  scenario.linger = 1h;
  auto plan = plan_of(5, 100, 1h);
  plan.stop_timeout = 30min;
  world.schedule = {{7s, [](Runner& runner) { runner.stop(); }},
                    {9s, [](Runner& runner) { runner.abort(); }}};
  world.run(plan, scenario);
  for (const auto& [index, life] : scenario.lives) {
    EXPECT_EQ(life.stopped_gently, 7s);
    EXPECT_EQ(life.aborted, 9s);
  }
  EXPECT_EQ(world.ended_after, 9s);
}

TEST(LocalRunner, EndsWhenNoUserIsLeft) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  scenario.leaves_at_once = true;
  auto plan = plan_of(5, 1, 0s);
  plan.run_time.reset();
  world.run(plan, scenario, 2);
  EXPECT_EQ(world.ended_after, 4s);
}

TEST(LocalRunner, EndsAtOnceWithoutUsers) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.run(plan_of(0, 1, 1h), scenario);
  EXPECT_EQ(world.ended_after, 0s);
}

// How many of the users live at a moment.
std::size_t living(const IdleScenario& scenario, base::Duration at) {
  std::size_t count = 0;
  for (const auto& [index, life] : scenario.lives) {
    const auto end = life.stopped_gently ? life.stopped_gently : life.stopped;
    count += *life.started <= at && (!end || *end > at) ? 1u : 0u;
  }
  return count;
}

TEST(LocalRunner, ChangesItsUsersWhileItRunsOnAnyNumberOfEngines) {
  for (const int engines : {1, 3}) {
    fakes::SimulatedWorld world;
    IdleScenario scenario;
    world.schedule = {{10s, [](Runner& runner) { runner.change_users(30, 10, {}); }},
                      {20s, [](Runner& runner) { runner.change_users(4, 2, {}); }},
                      {40s, [](Runner& runner) { runner.change_users(5, 100, {}); }}};
    world.run(plan_of(10, 10, 1min), scenario, engines);
    EXPECT_EQ(living(scenario, 9s), 10u);
    EXPECT_EQ(living(scenario, 10s), 11u);
    EXPECT_EQ(living(scenario, 10950ms), 20u);
    EXPECT_EQ(living(scenario, 19s), 30u);
    EXPECT_EQ(living(scenario, 20s), 29u);  // two a second leave
    EXPECT_EQ(living(scenario, 25s), 19u);
    EXPECT_EQ(living(scenario, 39s), 4u);
    EXPECT_EQ(living(scenario, 41s), 5u);
    EXPECT_EQ(world.ended_after, 1min);
    EXPECT_EQ(scenario.lives.size(), 31u);  // no index is used twice
  }
}

TEST(LocalRunner, AChangeInTheMiddleOfARampGoesOnFromWhereItIs) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.schedule = {{10s, [](Runner& runner) { runner.change_users(5, 1, {}); }}};
  world.run(plan_of(1000, 1, 30s), scenario, 2);
  EXPECT_EQ(living(scenario, 9999ms), 10u);
  EXPECT_EQ(living(scenario, 14500ms), 6u);
  EXPECT_EQ(living(scenario, 29s), 5u);
}

TEST(LocalRunner, TheClassesKeepTheirSharesThroughEveryChange) {
  fakes::SimulatedWorld world;
  IdleScenario scenario({{"A", 3, 0, "", {}}, {"B", 1, 0, "", {}}, {"Fixed", 1, 2, "", {}}});
  world.schedule = {{10s, [](Runner& runner) { runner.change_users(6, 100, {}); }},
                    {20s, [](Runner& runner) { runner.change_users(42, 100, {}); }}};
  world.run(plan_of(22, 100, 1min), scenario);
  std::map<std::size_t, int> at_the_end;
  for (const auto& [index, life] : scenario.lives)
    at_the_end[life.class_index] += life.stopped == 1min ? 1 : 0;
  EXPECT_EQ(at_the_end, (std::map<std::size_t, int>{{0, 30}, {1, 10}, {2, 2}}));
}

TEST(LocalRunner, AChangeMayChooseAmongTheClassesOnAnyNumberOfEngines) {
  for (const int engines : {1, 2, 5}) {
    fakes::SimulatedWorld world;
    IdleScenario scenario({{"A", 1, 0, "", {}}, {"B", 1, 0, "", {}}, {"C", 2, 0, "", {}}});
    world.schedule = {{10s, [](Runner& runner) { runner.change_users(12, 2, std::vector<std::size_t>{1}); }},
                      {30s, [](Runner& runner) { runner.change_users(6, 100, {}); }}};
    world.run(plan_of(8, 100, 1min), scenario, engines);
    const auto alive_at = [&](base::Duration when) {
      std::map<std::size_t, int> alive;
      for (const auto& [index, life] : scenario.lives) {
        if (*life.started <= when && (!life.stopped || *life.stopped > when)) ++alive[life.class_index];
      }
      return alive;
    };
    EXPECT_EQ(alive_at(9s), (std::map<std::size_t, int>{{0, 2}, {1, 2}, {2, 4}})) << engines;
    EXPECT_EQ(alive_at(29s), (std::map<std::size_t, int>{{1, 12}})) << engines;
    EXPECT_EQ(alive_at(59s), (std::map<std::size_t, int>{{0, 2}, {1, 1}, {2, 3}})) << engines;
    // At its rate, not all at once.
    EXPECT_GT(alive_at(11s)[2], 0) << engines;
  }
}

TEST(LocalRunner, TellsOnceThatAChangeIsComplete) {
  for (const int engines : {1, 2}) {
    fakes::SimulatedWorld world;
    IdleScenario scenario;
    world.schedule = {{5s, [](Runner& runner) { runner.change_users(1, 100, {}); }}};
    world.run(plan_of(2, 0.1, 1min), scenario, engines);
    EXPECT_EQ(world.spawned_after, 5s);  // not again at 10 s, when the second user would have come
    EXPECT_EQ(scenario.lives.size(), 1u);
  }
}

TEST(LocalRunner, AnAbortAfterItsEndHasBegunEndsItOnce) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  scenario.leaves_at_once = true;
  world.schedule = {{0s, [](Runner& runner) { runner.abort(); }},
                    {0s, [](Runner& runner) { runner.abort(); }}};
  world.run(plan_of(1, 1, 1min), scenario, 2);
  EXPECT_EQ(world.ended_after, 0s);
}

TEST(LocalRunner, GoesOnWithoutUsersWhenItWasBroughtThere) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.schedule = {{1s, [](Runner& runner) { runner.change_users(0, 100, {}); }},
                    {10s, [](Runner& runner) { runner.change_users(3, 100, {}); }},
                    {20s, [](Runner& runner) { runner.change_users(0, 100, {}); }}};
  world.run(plan_of(2, 100, 1min), scenario, 2);
  EXPECT_EQ(living(scenario, 5s), 0u);
  EXPECT_EQ(living(scenario, 15s), 3u);
  EXPECT_EQ(world.ended_after, 1min);
}

TEST(LocalRunner, AUserThatIsTakenAwayHasTheStopTimeout) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  scenario.linger = 1h;
  auto plan = plan_of(2, 100, 1min);
  plan.stop_timeout = 7s;
  world.schedule = {{10s, [](Runner& runner) { runner.change_users(1, 100, {}); }}};
  world.run(plan, scenario);
  EXPECT_EQ(scenario.lives[1].stopped_gently, 10s);
  EXPECT_EQ(scenario.lives[1].stopped, 17s);
  EXPECT_EQ(scenario.lives[0].stopped, 67s);
}

TEST(LocalRunner, TellsEverySecondOnceWithItsUsers) {
  fakes::SimulatedWorld world;
  IdleScenario scenario;
  world.run(plan_of(5, 1, 10s), scenario, 2);
  ASSERT_EQ(world.snapshots.size(), 10u);
  for (std::size_t i = 0; i < world.snapshots.size(); ++i) {
    EXPECT_EQ(world.snapshots[i].second, static_cast<std::int64_t>(i));
    EXPECT_EQ(world.snapshots[i].started_at, fakes::ManualClock::kWallStart + std::chrono::seconds(i));
    // A second's gauges are read 200 ms after its end, when the next user has started.
    EXPECT_EQ(world.snapshots[i].users, i < 9 ? std::min<std::size_t>(i + 2, 5) : 0u) << i;
  }
}

}  // namespace
}  // namespace acrida::load
