// A task that nobody awaits: owned here, cancelled by destroying it.
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <utility>

#include <acrida/task.h>

namespace acrida::async {

// The root of a tree of tasks. Destroying a job that is not done destroys the task's frame, and with it
// everything it awaits; do not destroy it from inside the task itself.
class Job {
 public:
  // `done` is called when the task has ended, with what it threw or null; it may destroy the job.
  using Done = std::function<void(std::exception_ptr)>;

  Job() = default;
  Job(Task<> task, Done done) : frame_(root(std::move(task), std::move(done)).frame) {}
  Job(Job&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  Job& operator=(Job&& other) noexcept {
    if (this != &other) {
      cancel();
      frame_ = std::exchange(other.frame_, {});
    }
    return *this;
  }
  ~Job() { cancel(); }

  // Runs the task until it first waits. Call it once.
  void start() { frame_.resume(); }
  bool done() const { return !frame_ || frame_.done(); }
  void cancel() {
    if (frame_) std::exchange(frame_, {}).destroy();
  }

 private:
  struct Root {
    struct promise_type {  // NOLINT(readability-identifier-naming): the language looks for this name
      promise_type(Task<>&, Done& when_done) : done(&when_done) {}
      Root get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
      std::suspend_always initial_suspend() noexcept { return {}; }
      auto final_suspend() noexcept {
        struct Tell {
          bool await_ready() const noexcept { return false; }
          // Everything is moved out of the frame first, since `done` may destroy it.
          void await_suspend(std::coroutine_handle<promise_type> ended) noexcept {
            const Done tell = std::move(*ended.promise().done);
            const auto what = std::exchange(ended.promise().thrown, nullptr);
            if (tell) tell(what);
          }
          void await_resume() noexcept {}
        };
        return Tell{};
      }
      void return_void() noexcept {}
      void unhandled_exception() noexcept { thrown = std::current_exception(); }

      Done* done;
      std::exception_ptr thrown;
    };
    std::coroutine_handle<promise_type> frame;
  };

  static Root root(Task<> task, [[maybe_unused]] Done done) { co_await task; }

  std::coroutine_handle<> frame_;
};

}  // namespace acrida::async
