#include "report/histogram_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "report/bar_text.h"
#include "report/short_text.h"

namespace acrida::report {
namespace {

constexpr std::size_t kMostRows = 20, kMostFineRows = 12;
constexpr int kBoundWidth = 8, kMarksWidth = 11;
constexpr int kWidestBar = 40;
constexpr std::string_view kCyan = "\x1b[36m", kBold = "\x1b[1m", kPlain = "\x1b[0m";

// So many bounds a decade, where most times are and where few are, from finest to coarsest.
constexpr std::array kFine{48, 24, 12, 6, 3, 1};
constexpr std::array kCoarse{3, 1};

double round_to(double value, double step) { return std::round(value / step) * step; }

// The n-th bound of a decade that has so many of them: 1 <= bound < 10.
double preferred(int n, int a_decade) {
  constexpr std::array kThree{1.0, 2.0, 5.0};
  constexpr std::array kSix{1.0, 1.5, 2.0, 3.0, 5.0, 7.0};
  const auto at = static_cast<std::size_t>(n);
  if (a_decade == 3) return kThree[at];
  if (a_decade == 6) return kSix[at];
  return round_to(std::pow(10, static_cast<double>(n) / a_decade), a_decade > 24 ? 0.01 : 0.1);
}

// From the last bound below `low` to the first that is at least `high`, in whole microseconds, >= 1.
std::vector<std::int64_t> bounds_us(std::int64_t low, std::int64_t high, int a_decade) {
  std::vector<std::int64_t> bounds;
  for (double decade = 1;; decade *= 10) {
    for (int n = 0; n < a_decade; ++n) {
      const auto bound = std::llround(decade * preferred(n, a_decade));
      if (bound < low) bounds.clear();
      if (bounds.empty() || bound > bounds.back()) bounds.push_back(bound);
      if (bound >= high) return bounds;
    }
  }
}

std::int64_t us_of(base::Duration time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

// Fine where nine of ten values are, coarse where the others are.
std::vector<std::int64_t> bounds_of(const stats::Histogram& times) {
  std::vector<std::int64_t> fine, all;
  for (const int a_decade : kFine) {
    fine = bounds_us(us_of(*times.percentile(0.05)), us_of(*times.percentile(0.95)), a_decade);
    if (fine.size() <= kMostFineRows) break;
  }
  for (const int a_decade : kCoarse) {
    const auto coarse = bounds_us(us_of(*times.min()), us_of(*times.max()), a_decade);
    all.clear();
    for (const auto bound : coarse) {
      if (bound < fine.front()) all.push_back(bound);
    }
    all.insert(all.end(), fine.begin(), fine.end());
    for (const auto bound : coarse) {
      if (bound > fine.back() && all.back() < us_of(*times.max())) all.push_back(bound);
    }
    if (all.size() <= kMostRows) break;
  }
  return all;
}

// "2 ms", "1.5 ms": without the zeros that tell nothing.
std::string bound_text(base::Duration bound, bool utf8) {
  std::string text = short_time(bound, utf8);
  const auto blank = text.find(' ');
  if (text.find('.') == std::string::npos) return text;
  auto end = text.find_last_not_of('0', blank - 1);
  if (text[end] != '.') ++end;
  return text.erase(end, blank - end);
}

// The first and the last of the percentiles that fall into this row: "p50", "p50-p99".
std::string marks_of(const HistogramRow& row, std::uint64_t all, bool utf8) {
  constexpr std::array<std::pair<double, std::string_view>, 4> kMarks{
      {{0.5, "p50"}, {0.9, "p90"}, {0.99, "p99"}, {0.999, "p99.9"}}};
  std::string_view front, back;
  for (const auto& [p, name] : kMarks) {
    const std::uint64_t rank = stats::Histogram::rank_of(p, all);
    if (rank > row.up_to_here || rank <= row.up_to_here - row.count) continue;
    (front.empty() ? front : back) = name;
  }
  if (back.empty()) return std::string(front);
  return fmt::format("{}{}{}", front, utf8 ? "–" : "-", back);
}

}  // namespace

std::vector<HistogramRow> histogram_rows(const stats::Histogram& times) {
  std::vector<HistogramRow> rows;
  if (times.count() == 0) return rows;
  const auto bounds = bounds_of(times);
  std::uint64_t before = 0;
  for (const auto us : bounds) {
    const base::Duration bound = std::chrono::microseconds(us);
    const auto up_to_here = us == bounds.back() ? times.count() : times.count_at_most(bound);
    if (up_to_here == 0) continue;
    rows.push_back({bound, up_to_here - before, up_to_here});
    before = up_to_here;
  }
  return rows;
}

std::string histogram_text(const stats::Histogram& times, const TextStyle& style) {
  const auto rows = histogram_rows(times);
  if (rows.empty()) return {};
  const std::uint64_t all = times.count();
  std::uint64_t most = 0;
  for (const auto& row : rows) most = std::max(most, row.count);
  const int count_width = std::max(8, static_cast<int>(grouped(most).size()));
  // bound | bar  count  percent  to here  marks
  const int others = kBoundWidth + 1 + 1 + count_width + 9 + 9 + kMarksWidth;
  const int room = std::clamp(style.columns - 1 - others, 8, kWidestBar);
  const std::string_view bar_colour = style.colour ? kCyan : "", mark_colour = style.colour ? kBold : "",
                         plain = style.colour ? kPlain : "";
  std::string text = fmt::format("{}{:>{}}{} {:<{}} {:>{}} {:>8} {:>8}\n", mark_colour, "up to", kBoundWidth,
                                 plain, "", room, "requests", count_width, "share", "to here");
  for (const auto& row : rows) {
    const double length = static_cast<double>(row.count) / static_cast<double>(most) * room;
    const auto bar = bar_text(length, room, style.utf8);
    const auto marks = marks_of(row, all, style.utf8);
    const auto bound = bound_text(row.bound, style.utf8);
    text += fmt::format("{:>{}} {}{}{} {:>{}} {:>8} {:>8}", bound, kBoundWidth, bar_colour, bar, plain,
                        grouped(row.count), count_width, percent_text(row.count, all),
                        percent_text(row.up_to_here, all));
    if (!marks.empty()) text += fmt::format("  {}{}{}", mark_colour, marks, plain);
    text += '\n';
  }
  return text;
}

}  // namespace acrida::report
