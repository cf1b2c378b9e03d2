// The values of options as their types, defaults filled in. What does not fit throws base::UsageError with
// one sentence that begins with who said it: --users, LOCUST_USERS or a file and its line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/acrida/command_line/option_set.h"
#include "app/acrida/command_line/setting.h"
#include "base/clock.h"

namespace acrida::app {

class OptionValues {
 public:
  // REQUIRES: both outlive this, and every name asked for is in `options`.
  OptionValues(const OptionSet& options, const Settings& settings) : options_(options), settings_(settings) {}

  bool given(std::string_view name) const { return settings_.find(name) != settings_.end(); }
  std::optional<Source> source(std::string_view name) const;  // nullopt: nobody has said it
  bool flag(std::string_view name) const;
  std::string text(std::string_view name) const;
  std::int64_t integer(std::string_view name, std::int64_t low, std::int64_t high) const;
  std::optional<base::Duration> timespan(
      std::string_view name) const;                            // nullopt: neither given nor a default
  std::vector<std::string> list(std::string_view name) const;  // cut at commas and spaces
  std::vector<std::string> each(std::string_view name) const;  // as they were given, one each time

  // "--users: the rest", with whoever said it.
  [[noreturn]] void complain(std::string_view name, std::string_view rest) const;

 private:
  const OptionSet& options_;
  const Settings& settings_;
};

}  // namespace acrida::app
