#include "report/histogram_text.h"

#include <cmath>
#include <initializer_list>
#include <utility>

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

stats::Histogram of(std::initializer_list<std::pair<base::Duration, std::uint64_t>> times) {
  stats::Histogram histogram;
  for (const auto& [time, count] : times) histogram.record(time, count);
  return histogram;
}

TEST(HistogramText, IsEmptyWhenThereIsNothing) {
  EXPECT_EQ(histogram_text({}, {}), "");
  EXPECT_TRUE(histogram_rows({}).empty());
}

TEST(HistogramText, DrawsBarsInEighthsAndMarksThePercentiles) {
  const auto times = of({{1200us, 40}, {1800us, 800}, {2900us, 120}, {6ms, 35}, {40ms, 5}});
  EXPECT_EQ(histogram_text(times, {.columns = 80, .utf8 = true}),
            "   up to                                  requests    share  to here\n"
            " 1.78 ms █▋                                     40    4.00%    4.00%\n"
            " 1.87 ms ████████████████████████████████      800   80.00%   84.00%  p50\n"
            " 1.96 ms                                         0    0.00%   84.00%\n"
            " 2.05 ms                                         0    0.00%   84.00%\n"
            " 2.15 ms                                         0    0.00%   84.00%\n"
            " 2.26 ms                                         0    0.00%   84.00%\n"
            " 2.37 ms                                         0    0.00%   84.00%\n"
            " 2.49 ms                                         0    0.00%   84.00%\n"
            " 2.61 ms                                         0    0.00%   84.00%\n"
            " 2.74 ms                                         0    0.00%   84.00%\n"
            " 2.87 ms                                         0    0.00%   84.00%\n"
            " 3.01 ms ████▊                                 120   12.00%   96.00%  p90\n"
            "    5 ms                                         0    0.00%   96.00%\n"
            "   10 ms █▍                                     35    3.50%   99.50%  p99\n"
            "   20 ms                                         0    0.00%   99.50%\n"
            "   50 ms ▎                                       5    0.50%  100.00%  p99.9\n");
}

TEST(HistogramText, DrawsWithAsciiWhereThereIsNothingElse) {
  const auto times = of({{50us, 3}, {90us, 995}, {700us, 2}});
  EXPECT_EQ(histogram_text(times, {.columns = 60}),
            "   up to              requests    share  to here\n"
            "   50 us .                   3    0.30%    0.30%\n"
            "   87 us                     0    0.00%    0.30%\n"
            "   91 us ############      995   99.50%   99.80%  p50-p99\n"
            "  100 us                     0    0.00%   99.80%\n"
            "  200 us                     0    0.00%   99.80%\n"
            "  500 us                     0    0.00%   99.80%\n"
            "    1 ms .                   2    0.20%  100.00%  p99.9\n");
}

TEST(HistogramText, ColoursBarsAndMarksOnlyWhenAsked) {
  const auto times = of({{1ms, 1}});
  EXPECT_EQ(histogram_text(times, {.columns = 50, .colour = true}),
            "\x1b[1m   up to\x1b[0m          requests    share  to here\n"
            "    1 ms \x1b[36m########\x1b[0m        1  100.00%  100.00%  \x1b[1mp50-p99.9\x1b[0m\n");
}

// What no single picture shows: whatever the values, nothing is lost, and it fits.
TEST(HistogramText, CountsEveryValueOnceInRowsThatFit) {
  Random random(7);
  for (int round = 0; round < 300; ++round) {
    stats::Histogram times;
    const auto values = random.integer(1, 400);
    const double decades = 9 * random.real();
    for (std::int64_t i = 0; i < values; ++i) {
      const auto us = std::llround(std::pow(10, decades * random.real()));
      times.record(std::chrono::microseconds(us), static_cast<std::uint64_t>(random.integer(1, 1'000'000)));
    }
    std::uint64_t sum = 0;
    base::Duration before = -1ns;
    const auto rows = histogram_rows(times);
    for (const auto& row : rows) {
      EXPECT_GT(row.bound, before);
      sum += row.count;
      EXPECT_EQ(row.up_to_here, sum);
      before = row.bound;
    }
    EXPECT_EQ(sum, times.count());
    EXPECT_GE(before, *times.max());
    EXPECT_GT(rows.front().count, 0u);
    EXPECT_LE(rows.size(), 26u);
    const std::string text = histogram_text(times, {.columns = 80});
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
      EXPECT_LE(end - begin, 80u) << text;
    EXPECT_NE(text.find("p50"), std::string::npos);
  }
}

}  // namespace
}  // namespace acrida::report
