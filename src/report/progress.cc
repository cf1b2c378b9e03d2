#include "report/progress.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace acrida::report {
namespace {

constexpr std::string_view kRed = "\x1b[31m", kBold = "\x1b[1m", kPlain = "\x1b[0m";

struct Part {
  std::string text;
  std::string_view colour = {};
};

std::string clock_text(base::Duration time) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(time).count();
  if (seconds >= 3600) return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

// Three digits or so, whatever the size.
std::string time_text(base::Duration time) {
  const double ms = base::milliseconds_of(time);
  if (ms < 10) return fmt::format("{:.2f} ms", ms);
  if (ms < 100) return fmt::format("{:.1f} ms", ms);
  if (ms < 10'000) return fmt::format("{:.0f} ms", ms);
  return fmt::format("{:.1f} s", ms / 1000);
}

std::string rate_text(double per_second) {
  return fmt::format("{:.{}f} req/s", per_second, per_second < 100 ? 1 : 0);
}

std::string offered_text(double per_second) {
  return fmt::format("{:.{}f}/s offered", per_second, per_second < 100 ? 1 : 0);
}

Part failures_part(const stats::Tally& all) {
  if (all.failures == 0) return {"0% failed"};
  const double percent = 100.0 * static_cast<double>(all.failures) / static_cast<double>(all.requests);
  // A single failure among millions must not look like none.
  return {percent < 0.01 ? "<0.01% failed" : fmt::format("{:.2f}% failed", percent), kRed};
}

}  // namespace

std::string progress_line(base::Duration elapsed, std::optional<base::Duration> run_time,
                          const stats::Totals& run, const ProgressStyle& style) {
  std::vector<Part> parts;
  parts.push_back({clock_text(elapsed) + (run_time ? " of " + clock_text(*run_time) : "")});
  if (style.offered) parts.push_back({offered_text(*style.offered), kBold});
  parts.push_back({fmt::format("{} user{}", run.users(), run.users() == 1 ? "" : "s")});
  parts.push_back({rate_text(run.current_rate().requests), kBold});
  parts.push_back(failures_part(run.aggregated()));
  if (const auto dropped = run.aggregated().dropped; dropped > 0)
    parts.push_back({fmt::format("{} dropped", dropped), kRed});
  const stats::Tally current = run.current();
  if (const auto p50 = current.latency.percentile(0.5)) parts.push_back({"p50 " + time_text(*p50)});
  if (const auto p99 = current.latency.percentile(0.99)) parts.push_back({"p99 " + time_text(*p99)});

  std::string line;
  auto room = static_cast<std::size_t>(style.columns);
  for (const Part& part : parts) {
    const std::string_view gap = line.empty() ? "" : "  ";
    if (gap.size() + part.text.size() > room) break;
    room -= gap.size() + part.text.size();
    const bool coloured = style.colour && !part.colour.empty();
    line += gap;
    line += coloured ? fmt::format("{}{}{}", part.colour, part.text, kPlain) : part.text;
  }
  return line;
}

}  // namespace acrida::report
