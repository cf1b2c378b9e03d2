#include "load/replay_file.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "load/level_text.h"

namespace acrida::load {
namespace {

using base::Duration;
using base::Error;
using base::Result;

// Not by way of a double, which has no nanoseconds left beside the seconds since 1970.
std::optional<Duration> parse_seconds(std::string_view text) {
  constexpr std::int64_t kMost = 9'000'000'000;
  constexpr std::string_view kDigits = "0123456789";
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  std::string fraction(point == std::string_view::npos ? std::string_view() : text.substr(point + 1));
  if (whole.empty() || whole.find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  if (fraction.size() > 9 || fraction.find_first_not_of(kDigits) != std::string::npos) return std::nullopt;
  fraction.append(9 - fraction.size(), '0');
  const auto seconds = base::parse_integer(whole);
  if (!seconds || *seconds > kMost) return std::nullopt;
  return std::chrono::seconds(*seconds) + Duration(*base::parse_integer(fraction));
}

}  // namespace

Result<std::vector<Duration>> parse_replay(std::string_view text) {
  std::vector<Duration> times;
  Duration first{};
  std::size_t line_number = 0;
  const auto complaint = [&](std::string_view rest) {
    return Error{fmt::format("line {}: {}", line_number, rest)};
  };
  while (!text.empty()) {
    ++line_number;
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = base::trimmed(line);
    if (line.empty() || line.starts_with('#')) continue;
    const auto time = parse_seconds(line);
    if (!time)
      return complaint(fmt::format(
          "{} is no time: write seconds with up to nine decimals, such as 12.345, one a line", quoted(line)));
    if (times.empty()) first = *time;
    if (*time < first || (!times.empty() && *time - first < times.back()))
      return complaint(fmt::format("{} is earlier than the line before it: put the times in order (sort -g)",
                                   quoted(line)));
    if (times.size() == kMostReplayed)
      return complaint(fmt::format("a replay has at most {} arrivals: cut it into several", kMostReplayed));
    times.push_back(*time - first);
  }
  if (times.empty()) return Error{"has no arrival: write the time of each, in seconds, one a line"};
  return times;
}

Result<std::vector<Duration>> read_replay(const std::string& path) {
  const auto text = base::read_file(path, kLargestReplayFile);
  if (!text) return text.error();
  auto times = parse_replay(*text);
  if (!times) return Error{fmt::format("{}: {}", path, times.error().message)};
  return times;
}

}  // namespace acrida::load
