#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <acrida/user.h>

#include "scenario/cpp/simulated_test.h"

namespace acrida::scenario::cpp {
namespace {

// What the users of these tests note down; each test begins with an empty one.
std::vector<std::string> notes;

class UserTest : public testing::Test {
 protected:
  void SetUp() override { notes.clear(); }
  fakes::SimulatedWorld world_;
};

class WithStartAndStop final : public HttpUser {
 public:
  WithStartAndStop() {
    wait_time(constant(10s));
    task(&WithStartAndStop::work);
  }
  Task<> on_start() override {
    co_await client().post("/login");
    notes.emplace_back("start");
  }
  Task<> on_stop() override {
    co_await client().post("/logout");
    notes.emplace_back("stop");
  }
  Task<> work() {
    notes.emplace_back("work");
    co_return;
  }
};

TEST_F(UserTest, StartsWorksAndStops) {
  run_users<WithStartAndStop>(world_, short_plan(1, 15s));
  EXPECT_EQ(notes, (std::vector<std::string>{"start", "work", "work", "stop"}));
  EXPECT_EQ(world_.requests, (std::vector<std::string>{"POST /login", "POST /logout"}));
}

TEST_F(UserTest, AbortRunsNoOnStop) {
  world_.schedule = {{5s, [](load::Runner& runner) { runner.abort(); }}};
  run_users<WithStartAndStop>(world_, short_plan(1, 15s));
  EXPECT_EQ(notes, (std::vector<std::string>{"start", "work"}));
  EXPECT_EQ(world_.ended_after, 5s);
}

class HangsInOnStop final : public HttpUser {
 public:
  HangsInOnStop() { task(&HangsInOnStop::work); }
  Task<> work() { co_await sleep(1s); }
  Task<> on_stop() override { co_await sleep(1h); }
};

TEST_F(UserTest, OnStopHasFiveSeconds) {
  run_users<HangsInOnStop>(world_, short_plan(3, 10s));
  EXPECT_EQ(world_.ended_after, 15s);
}

class Throws final : public HttpUser {
 public:
  Throws() {
    wait_time(constant(1s));
    task(&Throws::work);
  }
  Task<> work() {
    co_await client().get("/before");
    throw std::runtime_error("broken");
  }
};

TEST_F(UserTest, AnExceptionInATaskIsCountedAndTheUserGoesOn) {
  run_users<Throws>(world_, short_plan(2, 9500ms));
  EXPECT_EQ(world_.totals.exception_count(), 20u);
  ASSERT_EQ(world_.totals.exceptions().size(), 1u);
  EXPECT_EQ(world_.totals.exceptions().begin()->first.message, "broken");
  EXPECT_EQ(world_.totals.aggregated().requests, 20u);
  EXPECT_EQ(world_.totals.aggregated().failures, 0u);
}

class FailsToStart final : public HttpUser {
 public:
  FailsToStart() { task(&FailsToStart::work); }
  Task<> on_start() override {
    throw std::runtime_error("no login");
    co_return;
  }
  Task<> work() {
    notes.emplace_back("work");
    co_return;
  }
};

TEST_F(UserTest, AUserThatFailsToStartIsCountedAndEnds) {
  run_users<FailsToStart>(world_, short_plan(3, 1h));
  EXPECT_EQ(world_.totals.exception_count(), 3u);
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(world_.ended_after.count() / 1'000'000, 0);  // nobody is left
}

class CannotAlwaysBeMade final : public HttpUser {
 public:
  CannotAlwaysBeMade() {
    if (index() == 2) throw std::runtime_error("no more rows");
    wait_time(constant(1s));
    task(&CannotAlwaysBeMade::work);
  }
  Task<> work() { co_await client().get("/work"); }
};

TEST_F(UserTest, AUserThatCannotBeMadeIsAnExceptionAndTheOthersGoOn) {
  run_users<CannotAlwaysBeMade>(world_, short_plan(4, 9500ms));
  ASSERT_EQ(world_.totals.exceptions().size(), 1u);
  EXPECT_EQ(world_.totals.exceptions().begin()->first.place, "User1");
  EXPECT_EQ(world_.totals.aggregated().requests, 30u);
}

class WaitsBadly final : public HttpUser {
 public:
  WaitsBadly() {
    wait_time([](WaitContext&) -> Duration { throw std::runtime_error("no idea"); });
    task(&WaitsBadly::work);
  }
  Task<> work() { co_await sleep(1s); }
};

TEST_F(UserTest, AWaitThatThrowsIsAnExceptionAndNoWait) {
  run_users<WaitsBadly>(world_, short_plan(1, 3500ms));
  EXPECT_EQ(world_.totals.exception_count(), 3u);
  EXPECT_EQ(world_.totals.exceptions().begin()->first.place, "wait_time");
}

class SleepsForEver final : public HttpUser {
 public:
  SleepsForEver() { task(&SleepsForEver::work); }
  Task<> work() {
    notes.emplace_back("sleeps");
    co_await sleep(Duration::max());
  }
};

TEST_F(UserTest, ASleepMayMeanForEver) {
  run_users<SleepsForEver>(world_, short_plan(1, 1h));
  EXPECT_EQ(notes.size(), 1u);
}

class StopsItself final : public HttpUser {
 public:
  StopsItself() {
    wait_time(constant(1s));
    task(&StopsItself::work);
  }
  Task<> work() {
    notes.emplace_back("work");
    if (notes.size() == 3) stop_user();
    co_return;
  }
  Task<> on_stop() override {
    notes.emplace_back("stop");
    co_return;
  }
};

TEST_F(UserTest, CanStopItself) {
  run_users<StopsItself>(world_, short_plan(1, 1h));
  EXPECT_EQ(notes, (std::vector<std::string>{"work", "work", "work", "stop"}));
  EXPECT_EQ(world_.totals.exception_count(), 0u);
  EXPECT_EQ(world_.ended_after, 2s);
}

class NeverWaits final : public HttpUser {
 public:
  NeverWaits() { task(&NeverWaits::work); }
  Task<> work() {
    if (++turns_ == 1000) co_await sleep(1h);
  }

 private:
  int turns_ = 0;
};

TEST_F(UserTest, ATaskThatNeverWaitsLetsOthersHaveTheirTurn) {
  run_users<NeverWaits>(world_, short_plan(2, 10s));
  EXPECT_EQ(world_.ended_after, 10s);
}

class LongTask final : public HttpUser {
 public:
  LongTask() { task(&LongTask::work); }
  Task<> work() {
    co_await sleep(4s);
    notes.emplace_back("done");
  }
};

TEST_F(UserTest, ATaskMayFinishWithinTheStopTimeout) {
  auto plan = short_plan(1, 5s);
  plan.stop_timeout = 10s;
  run_users<LongTask>(world_, plan);
  EXPECT_EQ(world_.ended_after, 8s);
  EXPECT_EQ(notes.size(), 2u);
}

TEST_F(UserTest, ATaskIsCutOffWithoutAStopTimeout) {
  run_users<LongTask>(world_, short_plan(1, 5s));
  EXPECT_EQ(world_.ended_after, 5s);
  EXPECT_EQ(notes.size(), 1u);
}

class Light final : public HttpUser {
 public:
  Light() {
    weight(1);
    wait_time(constant(1h));
    task(&Light::work);
  }
  Task<> work() { co_await client().get("/light"); }
};

class Heavy final : public HttpUser {
 public:
  Heavy() {
    weight(3);
    wait_time(constant(1h));
    task(&Heavy::work);
  }
  Task<> work() { co_await client().get("/heavy"); }
};

TEST_F(UserTest, ClassesShareTheUsersByWeight) {
  run_users<Light, Heavy>(world_, short_plan(100, 10s));
  EXPECT_EQ(std::count(world_.requests.begin(), world_.requests.end(), "GET /light"), 25);
  EXPECT_EQ(std::count(world_.requests.begin(), world_.requests.end(), "GET /heavy"), 75);
}

class UsesItsConstructorWrongly final : public HttpUser {
 public:
  UsesItsConstructorWrongly() {
    task(&UsesItsConstructorWrongly::work);
    client().get("/too-early");
  }
  Task<> work() { co_return; }
};

TEST_F(UserTest, ARequestInAConstructorIsRefusedWithASentence) {
  CppScenario scenario;
  const auto added = scenario.add(detail::user_class<UsesItsConstructorWrongly>("Eager"));
  ASSERT_FALSE(added.ok());
  EXPECT_NE(added.error().message.find("not for a user's constructor"), std::string::npos)
      << added.error().message;
}

}  // namespace
}  // namespace acrida::scenario::cpp
