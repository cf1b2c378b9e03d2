#include "scenario/cpp/cpp_scenario.h"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "async/job.h"
#include "http/client.h"
#include "scenario/cpp/exchange.h"
#include "scenario/cpp/simulated_test.h"

namespace acrida::scenario::cpp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> notes;

class Idle final : public User {};

TEST(CppScenario, RefusesAClassWithoutTasks) {
  CppScenario scenario;
  const auto added = scenario.add(detail::user_class<Idle>("Idle"));
  ASSERT_FALSE(added.ok());
  EXPECT_THAT(added.error().message, HasSubstr("Idle has no task"));
}

class Tagged final : public HttpUser {
 public:
  Tagged() {
    task(&Tagged::work).tag("fast").tag("read");
    task(&Tagged::work).tag("slow");
  }
  Task<> work() { co_return; }
};
class Untagged final : public HttpUser {
 public:
  Untagged() { task(&Untagged::work); }
  Task<> work() { co_return; }
};

TEST(CppScenario, LeavesOutClassesOfWhichNoTaskIsLeft) {
  CppScenario scenario;
  add_users<Tagged, Untagged>(scenario);
  std::vector<std::string> left_out;
  ASSERT_TRUE(scenario.keep_tagged({"read"}, {}, left_out).ok());
  EXPECT_THAT(left_out, ElementsAre("User2"));
  ASSERT_EQ(scenario.classes().size(), 1u);
  EXPECT_EQ(scenario.classes()[0].tasks.size(), 1u);
}

TEST(CppScenario, NamesTheTagsThereAreWhenNothingIsLeft) {
  CppScenario scenario;
  add_users<Tagged, Untagged>(scenario);
  std::vector<std::string> left_out;
  const auto kept = scenario.keep_tagged({"quick"}, {}, left_out);
  ASSERT_FALSE(kept.ok());
  EXPECT_THAT(kept.error().message, HasSubstr("the tags are: fast, read, slow"));
}

class WithOptions final : public HttpUser {
 public:
  WithOptions() {
    if (option("mode", "short", "short or long") == "long") task(&WithOptions::work);
    task(&WithOptions::work);
  }
  Task<> work() {
    notes.push_back(option("mode"));
    stop_user();
    co_return;
  }
};

TEST(CppScenario, HearsTheConstructorsAgainWhenOptionsHaveTheirValues) {
  CppScenario scenario;
  add_users<WithOptions>(scenario);
  ASSERT_EQ(scenario.options().size(), 1u);
  EXPECT_EQ(scenario.options()[0].help, "short or long");
  EXPECT_EQ(scenario.classes()[0].tasks.size(), 1u);
  ASSERT_TRUE(scenario.set_options({{"mode", "long"}}).ok());
  EXPECT_EQ(scenario.classes()[0].tasks.size(), 2u);
  ASSERT_TRUE(scenario.set_host("http://test").ok());
  notes.clear();
  fakes::SimulatedWorld world;
  world.run(short_plan(1, 1s), scenario);
  EXPECT_THAT(notes, ElementsAre("long"));
}

class Part final : public TaskSet {
 public:
  Part() {
    task(&Part::first);
    task(&Part::leave);
    task(&Part::last);
  }
  Task<> first() { co_await client().get("/first"); }
  Task<> leave() {
    interrupt();
    co_return;
  }
  Task<> last() { co_await client().get("/last"); }
};
class TriedOnce final : public HttpUser {
 public:
  TriedOnce() {
    wait_time(constant(1h));
    task(100, &TriedOnce::often);
    task_set<Part>();
    task(&TriedOnce::fails);
  }
  Task<> on_start() override { co_await client().post("/login"); }
  Task<> on_stop() override { co_await client().post("/logout"); }
  Task<> often() { co_await client().get("/often"); }
  Task<> fails() {
    co_await client().get("/fails");
    throw std::runtime_error("broken");
  }
};

TEST(CppScenario, TriesEachTaskOnceWithoutWaits) {
  CppScenario scenario;
  add_users<TriedOnce>(scenario);
  ASSERT_TRUE(scenario.set_host("http://test").ok());
  std::vector<std::string> filed;
  scenario.try_each_task_once("User1",
                              [&](const detail::Exchange& exchange) { filed.push_back(exchange.name); });
  fakes::SimulatedWorld world;
  world.run(short_plan(1, 1h), scenario);
  EXPECT_THAT(filed, ElementsAre("/login", "/often", "/first", "/last", "/fails", "/logout"));
  EXPECT_EQ(world.totals.exception_count(), 1u);
  EXPECT_LT(world.ended_after, 1s);
}

class WithHooks : public HttpUser {
 public:
  WithHooks() { task(&WithHooks::work); }
  static Task<> on_run_start(Client& client) {
    Response answer = co_await client.post("/create");
    notes.push_back("create " + std::to_string(answer.status()));
  }
  static Task<> on_run_stop(Client&) {
    notes.emplace_back("stop");
    throw std::runtime_error("cannot clean up");
    co_return;
  }
  Task<> work() { co_return; }
};
class Inherits final : public WithHooks {};

TEST(CppScenario, RunsTheFunctionsOfARunOnceAndOutsideTheStatistics) {
  CppScenario scenario;
  add_users<WithHooks, Inherits>(scenario);
  ASSERT_TRUE(scenario.set_host("http://test").ok());
  notes.clear();
  fakes::SimulatedWorld world;
  const auto plan = short_plan(1, 1s);
  load::Engine engine{world.loop,
                      http::ClientContext(world.loop, world.connector),
                      stats::Recorder(world.clock, world.clock.now(), [](stats::Share) {}),
                      stats::EndpointCache(world.endpoints),
                      plan,
                      world.log};
  bool began = false, ended = true;
  const auto both = [](CppScenario& of, load::Engine& on, bool& first, bool& second) -> Task<> {
    first = co_await of.begin_run(on);
    second = co_await of.end_run(on);
  };
  async::Job job(both(scenario, engine, began, ended), [&](const std::exception_ptr&) { world.loop.stop(); });
  job.start();
  world.loop.run();
  EXPECT_THAT(notes, ElementsAre("create 200", "stop"));
  EXPECT_TRUE(began);
  EXPECT_FALSE(ended);
  EXPECT_EQ(world.totals.aggregated().requests, 0u);
}

}  // namespace
}  // namespace acrida::scenario::cpp
