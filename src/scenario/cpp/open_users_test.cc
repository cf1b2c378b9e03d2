// The lives of users that get their iterations from arrivals.
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "scenario/cpp/open_load_test.h"

namespace acrida::scenario::cpp {
namespace {

std::vector<std::string> notes;
std::vector<unsigned> began;  // the index of each iteration's user

class OpenUsersTest : public OpenLoadTest {
 protected:
  void SetUp() override {
    OpenLoadTest::SetUp();
    notes.clear();
    began.clear();
  }
};

class Asks final : public HttpUser {
 public:
  Asks() { task(&Asks::ask); }
  Task<> ask() {
    began.push_back(index());
    co_await client().get("/ask");
  }
};

TEST_F(OpenUsersTest, TakesTheUserThatWasBusyLast) {
  run<Asks>(rate_plan(10, 10s, load::Arrivals::constant));
  EXPECT_EQ(began, std::vector<unsigned>(100, 0));  // ten milliseconds' work in a hundred
  EXPECT_EQ(server_->connections(), 1u);
}

class Prepares final : public HttpUser {
 public:
  Prepares() { task(&Prepares::ask); }
  Task<> on_start() override { co_await sleep(1s); }
  Task<> ask() { co_await client().get("/ask"); }
};

TEST_F(OpenUsersTest, AnArrivalThatWaitsForItsUserToStartCountsFromWhenItCame) {
  run<Prepares>(rate_plan(10, 3s, load::Arrivals::constant));
  EXPECT_EQ(all().requests, 30u);
  EXPECT_EQ(sent().front(), 1s);
  EXPECT_EQ(all().latency.max(), 1010ms);
  EXPECT_EQ(all().service.max(), 10ms);
  EXPECT_EQ(all().latency.min(), 10ms);
}

TEST_F(OpenUsersTest, WhoeverWaitsForAUserWhenTheRunStopsIsServedWithinTheStopTimeout) {
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

TEST_F(OpenUsersTest, AnArrivalWhoseUserFailsToStartIsDropped) {
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

TEST_F(OpenUsersTest, AUserThatThrowsTakesTheNextArrival) {
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

TEST_F(OpenUsersTest, AUserThatLeavesIsReplacedWhenAnArrivalNeedsOne) {
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

TEST_F(OpenUsersTest, EachArrivalIsOneTaskOfAnInnermostSetAndSequencesKeepTheirPlace) {
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

TEST_F(OpenUsersTest, OnlyTheFirstRequestOfAnIterationIsMeantForTheArrival) {
  auto plan = rate_plan(0, std::nullopt);
  plan.streams[0].replay = {0ms};
  run<AsksTwice>(plan);
  ASSERT_EQ(all().latency.count(), 2u);
  EXPECT_EQ(all().latency.max(), 110ms);
  EXPECT_EQ(all().latency.min(), 10ms);
}

TEST_F(OpenUsersTest, AnAbortCountsEveryArrivalUntilThen) {
  schedule_ = {{1s, [](load::Runner& runner) { runner.abort(); }}};
  run<Prepares>(rate_plan(10, std::nullopt, load::Arrivals::constant));
  EXPECT_EQ(world_->ended_after, 1s);
  const auto counted = all().requests + all().in_flight + all().dropped;
  EXPECT_TRUE(counted == 10 || counted == 11) << counted;  // the last one comes with the abort itself
}

class WaitsForEver final : public HttpUser {
 public:
  WaitsForEver() { task(&WaitsForEver::ask); }
  Task<> ask() { co_await sleep(1h); }
  Task<> on_stop() override {
    notes.emplace_back("stop");
    co_await sleep(1h);
  }
};

TEST_F(OpenUsersTest, WhoeverIsCutOffStillHasFiveSecondsForItsOnStop) {
  run<WaitsForEver>(rate_plan(10, 1s, load::Arrivals::constant), 2);
  EXPECT_EQ(notes.size(), 10u);
  EXPECT_EQ(world_->ended_after, 1s + 10s + 5s);
}

class LeavesBeforeItIsReady final : public HttpUser {
 public:
  LeavesBeforeItIsReady() {
    if (index() == 1) throw std::runtime_error("no more rows");
    task(&LeavesBeforeItIsReady::ask);
  }
  Task<> on_start() override {
    if (index() == 0) stop_user();
    co_return;
  }
  Task<> ask() { co_await client().get("/ask"); }
};

TEST_F(OpenUsersTest, AUserThatNeverIsReadyDropsOneArrivalAlone) {
  run<LeavesBeforeItIsReady>(rate_plan(10, 1s, load::Arrivals::constant));
  EXPECT_EQ(all().dropped, 2u);
  EXPECT_EQ(all().requests, 8u);
}

TEST_F(OpenUsersTest, GivesAWaitingArrivalToWhoeverIsReadyFirst) {
  auto plan = rate_plan(0, std::nullopt);
  plan.streams[0].replay = {0ms, 990ms, 1005ms};
  run<Prepares>(plan);
  // The first user is ready after 1 s and takes the first arrival, at 1.01 s the second, at 1.02 s the third.
  EXPECT_EQ(sent(), (std::vector<base::Duration>{1000ms, 1010ms, 1020ms}));
}

}  // namespace
}  // namespace acrida::scenario::cpp
