#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include <acrida/task.h>

#include "async/job.h"
#include "async/sleep.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::async {
namespace {

using namespace std::chrono_literals;

Task<int> number(int n) { co_return n; }

Task<long> sum_of(int count) {
  long sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await number(1);
  co_return sum;
}

Task<> fails() {
  throw std::runtime_error("broken");
  co_return;
}

class TaskTest : public testing::Test {
 protected:
  // Runs a task to its end in simulated time.
  void run(Task<> task) {
    bool finished = false;
    Job job(std::move(task), [&](std::exception_ptr thrown) {
      EXPECT_EQ(thrown, nullptr);
      finished = true;
    });
    job.start();
    while (!finished && loop_.next_deadline()) {
      clock_.advance_to(*loop_.next_deadline());
      loop_.turn();
    }
    EXPECT_TRUE(finished);
  }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  Loop loop_{clock_, poller_};
};

TEST_F(TaskTest, AMillionAwaitsThatFinishAtOnceDoNotOverflowTheStack) {
  long sum = 0;
  auto task = [](long& result) -> Task<> { result = co_await sum_of(1'000'000); };
  run(task(sum));
  EXPECT_EQ(sum, 1'000'000);
}

TEST_F(TaskTest, AMillionAwaitsMixedWithRealWaitsDoNotOverflowTheStack) {
  int done = 0;
  auto once = [](Loop& loop, int i) -> Task<int> {
    if (i % 1000 == 0) co_await SleepUntil(loop, loop.clock().now() + 1us);
    co_return 1;
  };
  auto task = [](auto& child, Loop& loop, int& count) -> Task<> {
    for (int i = 0; i < 1'000'000; ++i) count += co_await child(loop, i);
  };
  run(task(once, loop_, done));
  EXPECT_EQ(done, 1'000'000);
}

TEST_F(TaskTest, DoesNothingUntilItIsAwaited) {
  bool began = false;
  auto task = [](bool& flag) -> Task<> {
    flag = true;
    co_return;
  };
  {
    Task<> idle = task(began);
    EXPECT_FALSE(began);
  }
  EXPECT_FALSE(began);
}

TEST_F(TaskTest, CarriesAnExceptionToTheAwaitingSide) {
  std::string said;
  auto task = [](std::string& text) -> Task<> {
    try {
      co_await fails();
    } catch (const std::runtime_error& e) {
      text = e.what();
    }
  };
  run(task(said));
  EXPECT_EQ(said, "broken");
}

TEST_F(TaskTest, CarriesAnExceptionThatCameAfterAWait) {
  std::string said;
  auto late = [](Loop& loop) -> Task<int> {
    co_await SleepUntil(loop, loop.clock().now() + 1s);
    throw std::runtime_error("late");
  };
  auto task = [](auto& child, Loop& loop, std::string& text) -> Task<> {
    try {
      co_await child(loop);
    } catch (const std::runtime_error& e) {
      text = e.what();
    }
  };
  run(task(late, loop_, said));
  EXPECT_EQ(said, "late");
}

TEST_F(TaskTest, GivesMoveOnlyValues) {
  auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  int value = 0;
  auto task = [](auto& child, int& result) -> Task<> { result = *co_await child(); };
  run(task(make, value));
  EXPECT_EQ(value, 7);
}

}  // namespace
}  // namespace acrida::async
