// A number of iterations in closed load: exactly so many begin, however many users and engines share them.
#include <chrono>
#include <map>
#include <string>

#include "scenario/cpp/simulated_test.h"

namespace acrida::scenario::cpp {
namespace {

int begun;
std::map<unsigned, int> stops;  // by the user's index

class Works final : public HttpUser {
 public:
  Works() {
    wait_time(constant(1s));
    task(&Works::work);
  }
  Task<> work() {
    ++begun;
    co_await sleep(100ms);
  }
  Task<> on_stop() override {
    ++stops[index()];
    co_return;
  }
};

class Inside final : public TaskSet {
 public:
  Inside() { task(&Inside::work); }
  Task<> work() {
    if (++begun % 3 == 0) interrupt();
    co_return;
  }
};

class HasASet final : public HttpUser {
 public:
  HasASet() {
    task_set<Inside>(2);
    task(1, &HasASet::work);
  }
  Task<> work() {
    ++begun;
    co_return;
  }
};

class ThinksForLong final : public HttpUser {
 public:
  ThinksForLong() {
    wait_time(constant(1h));
    task(&ThinksForLong::work);
  }
  Task<> work() {
    ++begun;
    if (index() > 0) co_await sleep(10s);
  }
};

class IterationsTest : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    begun = 0;
    stops.clear();
  }
  template <class... Users>
  void run(std::uint32_t users, std::uint64_t iterations, double spawn_rate = 1e6) {
    auto plan = short_plan(users, 0s);
    plan.run_time.reset();
    plan.spawn_rate = spawn_rate;
    plan.iterations = iterations;
    run_users<Users...>(world_, plan, GetParam());
  }
  fakes::SimulatedWorld world_;
};

TEST_P(IterationsTest, AreSharedByFewUsers) {
  run<Works>(1, 20);
  EXPECT_EQ(begun, 20);
  EXPECT_EQ(world_.ended_after, 19 * 1100ms + 100ms);
  EXPECT_EQ(stops, (std::map<unsigned, int>{{0, 1}}));
}

TEST_P(IterationsTest, AreSharedByManyUsers) {
  run<Works>(10, 95);
  EXPECT_EQ(begun, 95);
  EXPECT_EQ(stops.size(), 10u);
}

TEST_P(IterationsTest, MayBeFewerThanUsers) {
  run<Works>(100, 7);
  EXPECT_EQ(begun, 7);
}

TEST_P(IterationsTest, CountTheTasksInsideOfSets) {
  run<HasASet>(5, 1000);
  EXPECT_EQ(begun, 1000);
}

TEST_P(IterationsTest, MayBeNone) {
  run<Works>(3, 0);
  EXPECT_EQ(begun, 0);
}

TEST_P(IterationsTest, EndTheRunThoughMoreUsersWereToCome) {
  run<Works>(1000, 6, 1.0);
  EXPECT_EQ(begun, 6);
  EXPECT_LE(world_.ended_after, 10s);
}

TEST_P(IterationsTest, AreNotWaitedForByThoseWhoWouldOnlyThink) {
  run<ThinksForLong>(6, 6);
  EXPECT_EQ(begun, 6);
  EXPECT_LE(world_.ended_after, 10s + 50ms);
}

INSTANTIATE_TEST_SUITE_P(OnEngines, IterationsTest, testing::Values(1, 2, 4));

}  // namespace
}  // namespace acrida::scenario::cpp
