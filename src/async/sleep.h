// Waiting for a moment, for tasks.
#pragma once

#include <coroutine>

#include "async/loop.h"

namespace acrida::async {

// co_await SleepUntil(loop, when): goes on in a coming turn of the loop, at `when` or later; a moment that
// has passed lets everything else that is ready run first. Destroying the waiting frame takes the timer back.
class SleepUntil {
 public:
  SleepUntil(Loop& loop, base::TimePoint when)
      : timer_(loop, Callback::to<&SleepUntil::resume>(this)), when_(when) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    timer_.set(when_);
  }
  void await_resume() const noexcept {}

 private:
  void resume() { waiting_.resume(); }

  Timer timer_;
  base::TimePoint when_;
  std::coroutine_handle<> waiting_;
};

}  // namespace acrida::async
