// Result<T>: a value, or the one sentence that says why there is none. Failure that is news travels as a
// value; exceptions are for the top, where a person reads them (see usage_error.h).
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace acrida::base {

// Why something did not work: one sentence for a person, naming the place and, where it can, the cure.
struct Error {
  std::string message;
};

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok()
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok()
  const E& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, E> state_;
};

// Success without a value: `return Ok{};`
struct Ok {};
template <class E>
class [[nodiscard]] Result<void, E> : public Result<Ok, E> {
 public:
  using Result<Ok, E>::Result;
  Result() : Result<Ok, E>(Ok{}) {}
};

}  // namespace acrida::base
