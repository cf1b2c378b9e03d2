#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "scenario/cpp/simulated_test.h"

namespace acrida::scenario::cpp {
namespace {

using testing::ElementsAre;

// What the users of these tests note down; each test begins with an empty one.
std::vector<std::string> notes;

class TaskSetTest : public testing::Test {
 protected:
  void SetUp() override { notes.clear(); }
  fakes::SimulatedWorld world_;
};

// Notes each of its steps; leaves after two tasks.
class Basket final : public TaskSet {
 public:
  Basket() { task(&Basket::look); }
  Task<> on_start() override {
    notes.emplace_back("in");
    co_return;
  }
  Task<> on_stop() override {
    notes.emplace_back("out");
    co_return;
  }
  Task<> look() {
    notes.emplace_back("look");
    if (++looks_ == 2) interrupt();
    co_return;
  }

 private:
  int looks_ = 0;
};

class Shopper final : public HttpUser {
 public:
  Shopper() {
    wait_time(constant(1s));
    task_set<Basket>();
  }
  Task<> on_stop() override {
    notes.emplace_back("bye");
    co_return;
  }
};

TEST_F(TaskSetTest, IsEnteredAndLeftByInterruptAgainAndAgain) {
  run_users<Shopper>(world_, short_plan(1, 2500ms));
  // Looks at 0 s and 1 s, leaves, looks again at once: an interrupt is followed by no wait.
  EXPECT_THAT(notes, ElementsAre("in", "look", "look", "out", "in", "look", "look", "out", "in", "look",
                                 "out", "bye"));
  EXPECT_EQ(world_.totals.exception_count(), 0u);
}

class LeavesWithAWait final : public TaskSet {
 public:
  LeavesWithAWait() { task(&LeavesWithAWait::work); }
  Task<> work() {
    notes.emplace_back("work");
    interrupt(true);
    co_return;
  }
};

class WaitsAfterSets final : public HttpUser {
 public:
  WaitsAfterSets() {
    wait_time(constant(1s));
    task_set<LeavesWithAWait>();
  }
};

TEST_F(TaskSetTest, AnInterruptMayBeFollowedByTheWait) {
  run_users<WaitsAfterSets>(world_, short_plan(1, 3500ms));
  EXPECT_EQ(notes.size(), 4u);  // at 0, 1, 2 and 3 s
}

class Checkout final : public SequentialTaskSet {
 public:
  Checkout() {
    wait_time(constant(10s));
    task(&Checkout::address);
    task(2, &Checkout::card);
    task(&Checkout::pay);
  }
  Task<> address() { co_await note("address"); }
  Task<> card() { co_await note("card"); }
  Task<> pay() { co_await note("pay"); }

 private:
  Task<> note(const char* what) {
    notes.emplace_back(what);
    co_return;
  }
};

class Buyer final : public HttpUser {
 public:
  Buyer() {
    wait_time(constant(1h));
    task_set<Checkout>();
  }
};

TEST_F(TaskSetTest, ASequentialOneTakesItsTasksInOrderAndRepeatsByWeight) {
  run_users<Buyer>(world_, short_plan(1, 65s));
  EXPECT_THAT(notes, ElementsAre("address", "card", "card", "pay", "address", "card", "card"));
}

TEST_F(TaskSetTest, HasItsOwnWaitTime) {
  run_users<Buyer>(world_, short_plan(1, 9s));
  EXPECT_THAT(notes, ElementsAre("address"));
}

class Inner final : public TaskSet {
 public:
  Inner() { task(&Inner::work); }
  Task<> on_stop() override {
    notes.emplace_back("inner stops");
    co_return;
  }
  Task<> work();
};

class Outer final : public TaskSet {
 public:
  Outer() { task_set<Inner>(); }
  Task<> on_stop() override {
    co_await client().post("/logout");
    notes.emplace_back("outer stops");
  }
  std::string name = "outer";
};

class Nested final : public HttpUser {
 public:
  Nested() { task_set<Outer>(); }
  Task<> on_stop() override {
    notes.emplace_back("user stops");
    co_return;
  }
  std::string name = "nested";
};

Task<> Inner::work() {
  notes.push_back(user<Nested>().name + " in " + parent<Outer>().name);
  co_await client().get("/work");
  co_await sleep(1h);
}

TEST_F(TaskSetTest, KnowsItsParentAndItsUser) {
  run_users<Nested>(world_, short_plan(1, 1s));
  ASSERT_FALSE(notes.empty());
  EXPECT_EQ(notes.front(), "nested in outer");
  EXPECT_THAT(world_.requests, ElementsAre("GET /work", "POST /logout"));
}

TEST_F(TaskSetTest, AStopRunsOnStopFromTheInnermostSetOutwards) {
  run_users<Nested>(world_, short_plan(1, 1s));
  EXPECT_THAT(notes, ElementsAre("nested in outer", "inner stops", "outer stops", "user stops"));
}

TEST_F(TaskSetTest, AGentleStopLetsTheTaskInsideFinish) {
  auto plan = short_plan(1, 1s);
  plan.stop_timeout = 2h;
  run_users<Nested>(world_, plan);
  EXPECT_EQ(world_.ended_after, 1h);
  EXPECT_THAT(notes, ElementsAre("nested in outer", "inner stops", "outer stops", "user stops"));
}

class JudgesAndLeaves final : public TaskSet {
 public:
  JudgesAndLeaves() { task(&JudgesAndLeaves::work); }
  Task<> work() {
    Response good = co_await client().get("/good").check();
    good.success();
    Response undecided = co_await client().get("/undecided").check();
    Response bad = co_await client().get("/bad").check();
    bad.failure("no");
    interrupt(true);
  }
};
class Judge final : public HttpUser {
 public:
  Judge() {
    wait_time(constant(1h));
    task_set<JudgesAndLeaves>();
  }
};

TEST_F(TaskSetTest, LeavingItOnPurposeChangesNoVerdict) {
  run_users<Judge>(world_, short_plan(1, 1s));
  EXPECT_EQ(world_.totals.aggregated().requests, 3u);
  EXPECT_EQ(world_.totals.aggregated().failures, 1u);
  EXPECT_EQ(world_.totals.exception_count(), 0u);
}

class LeavesSlowly final : public TaskSet {
 public:
  LeavesSlowly() { task(&LeavesSlowly::work); }
  Task<> on_stop() override {
    notes.emplace_back("on_stop");
    co_await sleep(2s);
    notes.emplace_back("never");
  }
  Task<> work() {
    interrupt();
    co_return;
  }
};
class CutOffLeaving final : public HttpUser {
 public:
  CutOffLeaving() { task_set<LeavesSlowly>(); }
  Task<> on_stop() override {
    notes.emplace_back("bye");
    co_return;
  }
};

TEST_F(TaskSetTest, AStopDuringItsOnStopDoesNotRunThatTwice) {
  run_users<CutOffLeaving>(world_, short_plan(1, 1s));
  EXPECT_THAT(notes, ElementsAre("on_stop", "bye"));
}

class StopsTheUser final : public TaskSet {
 public:
  StopsTheUser() { task(&StopsTheUser::work); }
  Task<> on_stop() override {
    notes.emplace_back("set stops");
    co_return;
  }
  Task<> work() {
    stop_user();
    co_return;
  }
};

class Stopped final : public HttpUser {
 public:
  Stopped() { task_set<StopsTheUser>(); }
  Task<> on_stop() override {
    notes.emplace_back("user stops");
    co_return;
  }
};

TEST_F(TaskSetTest, MayStopItsUser) {
  run_users<Stopped>(world_, short_plan(1, 1h));
  EXPECT_THAT(notes, ElementsAre("set stops", "user stops"));
  EXPECT_LT(world_.ended_after, 1s);
  EXPECT_EQ(world_.totals.exception_count(), 0u);
}

class FailsToStart final : public TaskSet {
 public:
  FailsToStart() { task(&FailsToStart::work); }
  Task<> on_start() override {
    throw std::runtime_error("no basket");
    co_return;
  }
  Task<> on_stop() override {
    notes.emplace_back("set stops");
    co_return;
  }
  Task<> work() {
    notes.emplace_back("work");
    co_return;
  }
};

class GoesOn final : public HttpUser {
 public:
  GoesOn() {
    wait_time(constant(1s));
    task_set<FailsToStart>();
  }
};

TEST_F(TaskSetTest, OneThatFailsToStartIsAnExceptionAndItsUserGoesOn) {
  run_users<GoesOn>(world_, short_plan(1, 2500ms));
  EXPECT_EQ(world_.totals.exception_count(), 3u);
  EXPECT_TRUE(notes.empty());
}

class InterruptsAtOnce final : public TaskSet {
 public:
  InterruptsAtOnce() { task(&InterruptsAtOnce::work); }
  Task<> on_start() override {
    notes.emplace_back("start");
    interrupt(true);
    co_return;
  }
  Task<> on_stop() override {
    notes.emplace_back("stop");
    co_return;
  }
  Task<> work() { co_return; }
};

class NeverEnters final : public HttpUser {
 public:
  NeverEnters() {
    wait_time(constant(1s));
    task_set<InterruptsAtOnce>();
  }
};

TEST_F(TaskSetTest, OneThatIsInterruptedInOnStartHasNoOnStop) {
  run_users<NeverEnters>(world_, short_plan(1, 1500ms));
  EXPECT_THAT(notes, ElementsAre("start", "start"));
}

class Endless final : public TaskSet {
 public:
  Endless() { task_set<Endless>(); }
};

class NestsForEver final : public HttpUser {
 public:
  NestsForEver() { task_set<Endless>(); }
};

TEST_F(TaskSetTest, ASetInItselfIsRefused) {
  CppScenario scenario;
  const auto added = scenario.add(detail::user_class<NestsForEver>("NestsForEver"));
  ASSERT_FALSE(added.ok());
  EXPECT_THAT(added.error().message, testing::HasSubstr("nested more than 32 deep"));
}

class Empty final : public TaskSet {};

class HasAnEmptySet final : public HttpUser {
 public:
  HasAnEmptySet() { task_set<Empty>(); }
};

TEST_F(TaskSetTest, ASetWithoutTasksIsRefusedByName) {
  CppScenario scenario;
  const auto added = scenario.add(detail::user_class<HasAnEmptySet>("HasAnEmptySet"));
  ASSERT_FALSE(added.ok());
  EXPECT_THAT(added.error().message, testing::HasSubstr("Empty has no task"));
}

}  // namespace
}  // namespace acrida::scenario::cpp
