#include "report/second_line.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "report/short_text.h"
#include "stats/tally.h"

namespace acrida::report {
namespace {

constexpr std::string_view kRed = "\x1b[31m", kBold = "\x1b[1m", kPlain = "\x1b[0m";

std::string clock_text(std::int64_t seconds) {
  if (seconds >= 3600) return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

// Some that should be none.
std::string bad_count(std::uint64_t count, int width, bool colour) {
  const bool red = colour && count > 0;
  return fmt::format("{}{:>{}}{}", red ? kRed : "", grouped(count), width, red ? kPlain : "");
}

std::string time_or_none(std::optional<base::Duration> time, bool utf8) {
  return time ? short_time(*time, utf8) : "-";
}

}  // namespace

std::string second_headline(const TextStyle& style) {
  const bool colour = style.colour;
  return fmt::format("{}{:>8} {:>10} {:>9} {:>9} {:>9} {:>9} {:>10} {:>9}{}\n", colour ? kBold : "", "time",
                     "requests", "failed", "p50", "p99", "max", "in flight", "dropped", colour ? kPlain : "");
}

std::string second_line(const stats::Snapshot& second, const TextStyle& style) {
  stats::Tally all;
  for (const auto& [endpoint, tally] : second.counts.endpoints) all.merge(tally);
  const auto& latency = all.latency;
  return fmt::format(
      "{:>8} {:>10} {} {:>9} {:>9} {:>9} {:>10} {}\n", clock_text(second.second + 1), grouped(all.requests),
      bad_count(all.failures, 9, style.colour), time_or_none(latency.percentile(0.5), style.utf8),
      time_or_none(latency.percentile(0.99), style.utf8), time_or_none(latency.max(), style.utf8),
      grouped(second.in_flight), bad_count(second.counts.dropped, 9, style.colour));
}

}  // namespace acrida::report
