#include "async/job.h"

#include <chrono>
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

#include "async/sleep.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::async {
namespace {

using namespace std::chrono_literals;

struct Leaving {
  explicit Leaving(int& count) : left(&count) {}
  ~Leaving() { ++*left; }
  int* left;
};

Task<> nap(Loop& loop, int& left) {
  const Leaving leaving(left);
  co_await SleepUntil(loop, loop.clock().now() + 1s);
}

Task<> outer(Loop& loop, int& left) {
  const Leaving leaving(left);
  co_await nap(loop, left);
}

class JobTest : public testing::Test {
 protected:
  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  Loop loop_{clock_, poller_};
  int left_ = 0;
};

TEST_F(JobTest, TellsWhenItsTaskHasEnded) {
  int told = 0;
  Job job(outer(loop_, left_), [&](std::exception_ptr thrown) {
    ++told;
    EXPECT_EQ(thrown, nullptr);
  });
  job.start();
  EXPECT_EQ(told, 0);
  clock_.advance(1s);
  loop_.turn();
  EXPECT_EQ(told, 1);
  EXPECT_EQ(left_, 2);
  EXPECT_TRUE(job.done());
}

TEST_F(JobTest, CancelsAllItsTasksAndTheirTimers) {
  int told = 0;
  {
    Job job(outer(loop_, left_), [&](std::exception_ptr) { ++told; });
    job.start();
    EXPECT_TRUE(loop_.next_deadline().has_value());
  }
  EXPECT_EQ(left_, 2);
  EXPECT_EQ(loop_.next_deadline(), std::nullopt);
  EXPECT_EQ(told, 0);
}

TEST_F(JobTest, TellsWhatItsTaskThrew) {
  std::exception_ptr caught;
  auto broken = []() -> Task<> {
    throw std::runtime_error("broken");
    co_return;
  };
  Job job(broken(), [&](std::exception_ptr thrown) { caught = thrown; });
  job.start();
  EXPECT_THROW(std::rethrow_exception(caught), std::runtime_error);
}

TEST_F(JobTest, MayBeDestroyedByItsOwnDone) {
  std::unique_ptr<Job> job;
  bool told = false;
  job = std::make_unique<Job>(outer(loop_, left_), [&](std::exception_ptr) {
    job.reset();
    told = true;
  });
  job->start();
  clock_.advance(1s);
  loop_.turn();
  EXPECT_TRUE(told);
  EXPECT_EQ(left_, 2);
}

TEST_F(JobTest, DestroysATaskThatWasNeverStarted) {
  { const Job job(outer(loop_, left_), nullptr); }
  EXPECT_EQ(left_, 0);  // its body never ran, and ASan sees that its frame went
}

}  // namespace
}  // namespace acrida::async
