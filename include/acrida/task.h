// Task<T>: a coroutine that starts when it is awaited and is cancelled by destroying it.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace acrida {

template <class T = void>
class Task;

namespace detail {

class TaskPromiseBase {
 public:
  std::suspend_always initial_suspend() noexcept { return {}; }

  // Symmetric transfer into a child and back would overflow the stack after many awaits that finish at once
  // wherever the compiler makes no tail call (-O0, sanitizers). So a child that finishes while its parent is
  // still starting it just returns, and the parent goes on without having been suspended; only a late finish
  // resumes the parent.
  struct Finished {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
      const TaskPromiseBase& promise = done.promise();
      return promise.starting_ || !promise.parent_ ? std::noop_coroutine() : promise.parent_;
    }
    void await_resume() noexcept {}
  };
  Finished final_suspend() noexcept { return {}; }

  void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

 protected:
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  template <class>
  friend class acrida::Task;
  std::coroutine_handle<> parent_;
  std::exception_ptr thrown_;
  bool starting_ = false;
};

template <class T>
class TaskPromise : public TaskPromiseBase {
 public:
  Task<T> get_return_object() noexcept;
  template <class U>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T result() {
    rethrow();
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
 public:
  Task<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void result() const { rethrow(); }
};

}  // namespace detail

// What a coroutine returns: `Task<> valid() { … co_await …; }`. It does nothing until it is awaited, once.
// Exceptions travel to the awaiting side. Destroying it cancels it: everything it waits for is withdrawn. One
// thread only.
template <class T>
class [[nodiscard("a Task does nothing until it is awaited")]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;

  Task() noexcept = default;
  Task(Task && other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      reset();
      frame_ = std::exchange(other.frame_, {});
    }
    return *this;
  }
  ~Task() { reset(); }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> parent) {
    promise_type& promise = frame_.promise();
    promise.parent_ = parent;
    promise.starting_ = true;
    frame_.resume();
    promise.starting_ = false;
    return !frame_.done();  // false: finished already, the parent goes on
  }
  T await_resume() { return frame_.promise().result(); }

 private:
  friend promise_type;
  explicit Task(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}
  void reset() noexcept {
    if (frame_) std::exchange(frame_, {}).destroy();
  }

  std::coroutine_handle<promise_type> frame_;
};

template <class T>
Task<T> detail::TaskPromise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}
inline Task<void> detail::TaskPromise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}

}  // namespace acrida
