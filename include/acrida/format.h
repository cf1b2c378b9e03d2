// Formatting for messages, "expected {}, got {}", without a third-party header.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include <acrida/export.h>

namespace acrida::detail {

// One argument: a truth, a whole number, a real one or a text.
class FormatArgument {
 public:
  FormatArgument(bool value) : value_(value) {}
  template <std::signed_integral Integer>
  FormatArgument(Integer value) : value_(std::int64_t{value}) {}
  template <std::unsigned_integral Integer>
  FormatArgument(Integer value) : value_(std::uint64_t{value}) {}
  FormatArgument(double value) : value_(value) {}
  FormatArgument(const char* value) : value_(std::string_view(value)) {}
  FormatArgument(std::string_view value) : value_(value) {}
  FormatArgument(const std::string& value) : value_(std::string_view(value)) {}

  const auto& value() const { return value_; }

 private:
  std::variant<bool, std::int64_t, std::uint64_t, double, std::string_view> value_;
};

// The syntax of std::format (C++20). A pattern that does not fit its arguments is shown as it is, with a
// remark.
ACRIDA_API std::string format(std::string_view pattern, std::initializer_list<FormatArgument> arguments);

}  // namespace acrida::detail
