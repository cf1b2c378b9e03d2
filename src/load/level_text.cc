#include "load/level_text.h"

#include <chrono>

#include <fmt/format.h>

#include "base/printable.h"
#include "base/text.h"
#include "load/shape_text.h"

namespace acrida::load {

using base::Error;

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  return fmt::format("'{}{}'", base::printable(text.substr(0, kShown)), text.size() > kShown ? "…" : "");
}

base::Result<Level> parse_level(std::string_view text) {
  auto number_part = base::trimmed(text);
  const bool is_rate = number_part.ends_with("/s");
  if (is_rate) number_part = base::trimmed(number_part.substr(0, number_part.size() - 2));
  const auto number = base::parse_number(number_part);
  if (number && *number >= 0 && *number <= kHighestLevel) return Level{*number + 0.0, is_rate};
  return Error{
      fmt::format("{} is no level: write 100 (users) or 100/s (arrivals a second), from 0 to 10 million",
                  quoted(base::trimmed(text)))};
}

base::Result<base::Duration> parse_time(std::string_view text) {
  if (const auto time = base::parse_timespan(base::trimmed(text))) return *time;
  return Error{fmt::format("{} is no time: write 20s, 3m, 1h20m or 500ms", quoted(base::trimmed(text)))};
}

Error mixed_levels(std::string_view text) {
  return Error{fmt::format(
      "{} has users and rates: write all levels without /s (users) or all with it (arrivals a second)",
      quoted(text))};
}

}  // namespace acrida::load
