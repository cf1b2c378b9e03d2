// Closed load along shapes, through runner and workers, in simulated time.
#include "load/shape_crew.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <gtest/gtest.h>

#include "tests/fakes/simulated_world.h"

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

// Users who do nothing until they are told to stop; how many there are is written down whenever that changes.
class Counted final : public Scenario {
 public:
  std::vector<UserClass> classes() const override { return {{"A", 1, 0, "", {}}, {"B", 1, 0, "", {}}}; }
  std::unique_ptr<UserFactory> open(Engine& engine) override {
    return std::make_unique<Factory>(*this, engine);
  }

  std::map<std::size_t, int> there;                              // of each class
  std::map<std::size_t, std::map<base::Duration, int>> history;  // of each class, from then on
  int at(base::Duration time, std::size_t of = 0) const {
    const auto& line = history.at(of);
    const auto next = line.upper_bound(time);
    return next == line.begin() ? 0 : std::prev(next)->second;
  }

 private:
  struct Patient final : User {
    Patient(Counted& scenario_of, Engine& engine_of, std::size_t class_of, std::uint32_t index_of,
            UserListener& listens)
        : scenario(scenario_of), engine(engine_of), of(class_of), index(index_of), listener(listens) {}
    void start() override { count(1); }
    void stand_by() override { start(); }
    void iterate(base::TimePoint) override {}
    void stop_gently() override { stop(); }
    void stop() override {
      count(-1);
      listener.on_user_ended(index);
    }
    void abort() override { stop(); }
    void count(int more) {
      scenario.history[of][engine.loop.clock().now().time_since_epoch()] = scenario.there[of] += more;
    }
    Counted& scenario;
    Engine& engine;
    std::size_t of;
    std::uint32_t index;
    UserListener& listener;
  };
  struct Factory final : UserFactory {
    Factory(Counted& scenario_of, Engine& engine_of) : scenario(scenario_of), engine(engine_of) {}
    std::unique_ptr<User> make_user(std::size_t of, std::uint32_t index, UserListener& listener) override {
      return std::make_unique<Patient>(scenario, engine, of, index, listener);
    }
    Counted& scenario;
    Engine& engine;
  };
};

RunPlan shape_plan(std::vector<Shape::Point> points) {
  RunPlan plan;
  plan.users = 0;
  plan.shapes = {{Shape(std::move(points)), std::vector<std::size_t>{0}}};
  return plan;
}

class ShapeCrewTest : public testing::TestWithParam<int> {
 protected:
  void run(const RunPlan& plan) { world_.run(plan, scenario_, GetParam()); }
  fakes::SimulatedWorld world_;
  Counted scenario_;
};

TEST_P(ShapeCrewTest, FollowsTheLineToTheNearestUser) {
  const auto plan = shape_plan({{0s, 0}, {30s, 100}, {40s, 100}, {60s, 20}, {60s, 50}, {70s, 50}, {80s, 0}});
  run(plan);
  for (auto time = 5ms; time < 80s; time += 10ms) {
    const double level = plan.shapes[0].users.level_at(time);
    EXPECT_NEAR(scenario_.at(time), level, 0.5 + 1e-6) << time.count();
  }
  EXPECT_EQ(scenario_.at(35s), 100);
  EXPECT_EQ(scenario_.at(60s), 50);
  EXPECT_EQ(world_.ended_after, 80s);
}

TEST_P(ShapeCrewTest, IsNotAtItsEndWhileTheLineIsAtZeroInBetween) {
  run(shape_plan({{0s, 3}, {10s, 3}, {10s, 0}, {20s, 0}, {20s, 5}, {30s, 5}, {30s, 0}}));
  EXPECT_EQ(scenario_.at(9s), 3);
  EXPECT_EQ(scenario_.at(15s), 0);
  EXPECT_EQ(scenario_.at(25s), 5);
  EXPECT_EQ(world_.ended_after, 30s);
}

TEST_P(ShapeCrewTest, StaysAtItsLastLevel) {
  auto plan = shape_plan({{0s, 1}, {10s, 8}});
  plan.run_time = 1h;
  run(plan);
  EXPECT_EQ(scenario_.at(59min), 8);
  EXPECT_EQ(world_.ended_after, 1h);
}

TEST_P(ShapeCrewTest, LeavesTheOtherUsersToWhoeverChangesThem) {
  auto plan = shape_plan({{0s, 0}, {100s, 10}});
  plan.users = 4;
  plan.spawn_rate = 1;
  plan.classes = std::vector<std::size_t>{1};
  plan.run_time = 100s;
  world_.schedule = {{50s, [](Runner& runner) { runner.change_users(2, 1, std::vector<std::size_t>{1}); }}};
  run(plan);
  EXPECT_EQ(scenario_.at(3s, 1), 4);
  EXPECT_EQ(scenario_.at(60s, 1), 2);
  EXPECT_EQ(scenario_.at(60s, 0), 6);
}

TEST_P(ShapeCrewTest, TakesAStepOfManyUsersAtOnce) {
  auto plan = shape_plan({{0s, 0}, {1s, 0}, {1s, 1000}});
  plan.run_time = 2s;
  run(plan);
  EXPECT_EQ(scenario_.at(999ms), 0);
  EXPECT_EQ(scenario_.at(1s), 1000);
}

INSTANTIATE_TEST_SUITE_P(OnWorkers, ShapeCrewTest, testing::Values(1, 2, 3));

}  // namespace
}  // namespace acrida::load
