#include "report/tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/printable.h"
#include "report/columns.h"

namespace acrida::report {
namespace {

constexpr int kTypeWidth = 8;
constexpr int kMostNameWidth = 80;
// From here on a tenth of the median is a whole millisecond.
constexpr base::Duration kFineInWholeMs = std::chrono::milliseconds(10);
constexpr std::array kLatencyPercentiles{
    Percentile{0.50, "50%", ""}, Percentile{0.90, "90%", ""},    Percentile{0.95, "95%", ""},
    Percentile{0.99, "99%", ""}, Percentile{0.999, "99.9%", ""}, Percentile{1.0, "100%", ""},
};

std::string dashes(int width) { return std::string(static_cast<std::size_t>(std::max(width, 0)), '-'); }

// 0.123, 1.23, 12.3, 1234
std::string three_digits(double ms) {
  return fmt::format("{:.{}f}", ms, ms < 1 ? 3 : ms < 10 ? 2 : ms < 100 ? 1 : 0);
}

std::string percent_of(const stats::Tally& tally) {
  const double ratio =
      tally.requests == 0 ? 0 : static_cast<double>(tally.failures) / static_cast<double>(tally.requests);
  return fmt::format("{}({:.2f}%)", tally.failures, ratio * 100);
}

std::string request_line(const Row& row, int width, std::optional<base::Duration> whole_run) {
  const stats::Tally& tally = *row.tally;
  const stats::Histogram& times = tally.service;
  const auto rates = whole_run ? stats::Totals::Rate{per_second(tally.requests, *whole_run),
                                                     per_second(tally.failures, *whole_run)}
                               : row.current;
  const std::string method = row.method.empty() ? "" : base::printable(row.method) + " ";
  return fmt::format("{:<{}} {:<{}} {:>7} {:>12} |{:>7} {:>7} {:>7}{:>7} | {:>7.2f} {:>11.2f}\n", method,
                     kTypeWidth, base::printable(row.name), width, tally.requests, percent_of(tally),
                     std::llround(times.mean_us().value_or(0) / 1000), whole_ms(times.min()),
                     whole_ms(times.max()), whole_ms(times.percentile(0.5)), rates.requests, rates.failures);
}

std::string latency_line(const Row& row, int name_width) {
  const stats::Histogram& latency = row.tally->latency;
  std::string line =
      fmt::format("{:<{}} {:<{}} {:>7}", base::printable(row.method), kTypeWidth, base::printable(row.name),
                  name_width, three_digits(latency.mean_us().value_or(0) / 1000));
  for (const Percentile& column : kLatencyPercentiles) {
    line += fmt::format(
        " {:>7}",
        three_digits(base::milliseconds_of(latency.percentile(column.p).value_or(base::Duration{}))));
  }
  return line + "\n";
}

std::string percentile_line(const Row& row, int name_width) {
  const stats::Histogram& histogram = row.tally->service;
  std::string line = fmt::format("{:<{}} {:<{}}", base::printable(row.method), kTypeWidth,
                                 base::printable(row.name), name_width);
  int width = 8;
  for (const Percentile& column : kPercentiles) {
    fmt::format_to(std::back_inserter(line), " {:>{}}", whole_ms(histogram.percentile(column.p)), width);
    width = 6;
  }
  return line + fmt::format(" {:>6}\n", histogram.count());
}

std::string event_gap_line(const Row& row, int name_width) {
  const stats::Histogram& gaps = row.tally->gaps;
  std::string line = fmt::format("{:<{}} {:<{}} {:>8} {:>7}", base::printable(row.method), kTypeWidth,
                                 base::printable(row.name), name_width, gaps.count(),
                                 three_digits(gaps.mean_us().value_or(0) / 1000));
  for (const double p : {0.50, 0.95, 0.99, 1.0})
    line += fmt::format(" {:>7}",
                        three_digits(base::milliseconds_of(gaps.percentile(p).value_or(base::Duration{}))));
  return line + "\n";
}

using Counted = std::pair<std::uint64_t, std::string>;

std::string count_table(std::string_view title, std::string_view heading, std::vector<Counted> lines,
                        int name_width) {
  if (lines.empty()) return {};
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Counted& a, const Counted& b) { return a.first > b.first; });
  const std::string separator = fmt::format("{}|{}\n", dashes(18), dashes(80 + name_width - 19));
  std::string text = fmt::format("{}\n{:<18} {:<100}\n{}", title, "# occurrences", heading, separator);
  for (const auto& [count, line] : lines) {
    fmt::format_to(std::back_inserter(text), "{:<18} {:<100}\n", count, line);
  }
  return text + separator;
}

}  // namespace

int name_width_of(std::optional<int> columns) {
  return columns ? std::clamp(*columns - 80, 0, kMostNameWidth) : kMostNameWidth;
}

std::string request_table(const Rows& rows, int name_width, std::optional<base::Duration> whole_run) {
  const int width = std::max(name_width - kTypeWidth + 4, 4);
  const std::string separator =
      fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}\n", dashes(kTypeWidth), dashes(width), dashes(7), dashes(13),
                  dashes(7), dashes(7), dashes(7), dashes(7), dashes(8), dashes(11));
  std::string text =
      fmt::format("{:<{}} {:<{}} {:>7} {:>12} |{:>7} {:>7} {:>7}{:>7} | {:>7} {:>11}\n", "Type", kTypeWidth,
                  "Name", width, "# reqs", "# fails", "Avg", "Min", "Max", "Med", "req/s", "failures/s");
  text += separator;
  for (const Row& row : rows.endpoints) text += request_line(row, width, whole_run);
  return text + separator + request_line(rows.aggregated, width, whole_run);
}

std::string percentile_table(const Rows& rows, int name_width) {
  std::string head = fmt::format("{:<{}} {:<{}}", "Type", kTypeWidth, "Name", name_width);
  std::string separator = dashes(kTypeWidth) + "|" + dashes(name_width);
  int width = 8;
  for (const Percentile& column : kPercentiles) {
    fmt::format_to(std::back_inserter(head), " {:>{}}", column.heading, width);
    separator += "|" + dashes(width);
    width = 6;
  }
  head += " # reqs\n";
  separator += "|" + dashes(width) + "\n";

  std::string text = "Response time percentiles (approximated)\n" + head + separator;
  for (const Row& row : rows.endpoints) {
    if (row.tally->requests > 0) text += percentile_line(row, name_width);
  }
  text += separator;
  if (rows.aggregated.tally->requests > 0) text += percentile_line(rows.aggregated, name_width);
  return text;
}

std::string latency_table(const Rows& rows, int name_width) {
  const auto median = rows.aggregated.tally->latency.percentile(0.5);
  if (!latency_differs(rows) && median.value_or(kFineInWholeMs) >= kFineInWholeMs) return {};
  std::string head = fmt::format("{:<{}} {:<{}}    mean", "Type", kTypeWidth, "Name", name_width);
  std::string separator = dashes(kTypeWidth) + "|" + dashes(name_width) + "|" + dashes(7);
  for (const Percentile& column : kLatencyPercentiles) {
    head += fmt::format(" {:>7}", column.heading);
    separator += "|" + dashes(7);
  }
  std::string text = "Latency from the intended start, in milliseconds\n" + head + "\n" + separator + "\n";
  for (const Row& row : rows.endpoints) {
    if (row.tally->latency.count() > 0) text += latency_line(row, name_width);
  }
  text += separator + "\n" + latency_line(rows.aggregated, name_width);
  if (!latency_differs(rows)) return text;
  return text +
         "Latency counts from when a request should have started, service time (above) from when it did: "
         "the\n"
         "difference is waiting for the users, whom earlier answers held up, or for the generator itself.\n";
}

std::string event_gap_table(const Rows& rows, int name_width) {
  if (rows.aggregated.tally->gaps.count() == 0) return {};
  const std::string separator =
      fmt::format("{}|{}|{}|{}|{}|{}|{}|{}\n", dashes(kTypeWidth), dashes(name_width), dashes(8), dashes(7),
                  dashes(7), dashes(7), dashes(7), dashes(7));
  std::string text = fmt::format(
      "Event gaps: the times between the events of an answer, in milliseconds\n"
      "{:<{}} {:<{}} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7}\n{}",
      "Type", kTypeWidth, "Name", name_width, "# gaps", "mean", "50%", "95%", "99%", "100%", separator);
  for (const Row& row : rows.endpoints) {
    if (row.tally->gaps.count() > 0) text += event_gap_line(row, name_width);
  }
  return text + separator + event_gap_line(rows.aggregated, name_width);
}

std::string error_report(const stats::Totals& run, int name_width) {
  std::vector<Counted> lines;
  for (const ErrorRow& row : errors_of(run)) {
    lines.emplace_back(row.seen.count,
                       base::printable(fmt::format("{} {}: {}", row.method, row.name, row.error)));
  }
  return count_table("Error report", "Error", std::move(lines), name_width);
}

std::string exception_report(const stats::Totals& run, int name_width) {
  std::vector<Counted> lines;
  for (const auto& [key, count] : run.exceptions()) {
    const bool is_traceback = key.place.find('\n') != std::string::npos;  // those are in the CSV file
    const std::string place = key.place.empty() || is_traceback ? "" : key.place + ": ";
    lines.emplace_back(count, base::printable(place + key.message));
  }
  return count_table("Exception report", "Exception", std::move(lines), name_width);
}

}  // namespace acrida::report
