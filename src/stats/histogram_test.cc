#include "stats/histogram.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/random.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;
using base::Duration;

// The percentiles of every report, in parts of ten thousand, so that a test can compute ranks in integers.
constexpr std::uint64_t kParts[] = {0, 1, 5000, 6600, 7500, 8000, 9000, 9500, 9800, 9900, 9990, 9999, 10000};

Duration from_us(std::uint64_t us) { return std::chrono::microseconds(static_cast<std::int64_t>(us)); }

// Every octave from 1 µs to 1 h is equally likely.
std::uint64_t any_us(Random& random) {
  return static_cast<std::uint64_t>(std::exp(random.real(0.0, std::log(3.6e9))));
}

Histogram histogram_of(const std::vector<std::uint64_t>& us) {
  Histogram histogram;
  for (const auto value : us) histogram.record(from_us(value));
  return histogram;
}

Histogram merged(Histogram into, const Histogram& other) {
  into.merge(other);
  return into;
}

rc::Gen<std::vector<std::uint64_t>> values() {
  return rc::gen::container<std::vector<std::uint64_t>>(
      rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [](std::uint64_t seed) {
        Random random(seed);
        return any_us(random);
      }));
}

RC_GTEST_PROP(Histogram, RanksWhatIsLeftWithoutAPartAsIfItHadNeverBeenThere, ()) {
  const auto left = *values();
  const auto part = *values();
  const Histogram both = merged(histogram_of(left), histogram_of(part));
  const std::uint64_t rank = *rc::gen::inRange<std::uint64_t>(1, left.size() + 2);
  const auto told = both.at_rank_without(histogram_of(part), rank);
  RC_ASSERT(told.has_value() == (rank <= left.size()));
  if (!told) return;
  auto sorted = left;
  std::sort(sorted.begin(), sorted.end());
  const auto exact = static_cast<double>(sorted[rank - 1]);
  RC_ASSERT(std::abs(static_cast<double>(told->count()) / 1000 - exact) <= 0.008 * exact);
}

RC_GTEST_PROP(Histogram, IsWithin08PercentOfASortedListAtEveryPercentile, (std::uint64_t seed)) {
  Random random(seed);
  std::vector<std::uint64_t> sorted(static_cast<std::size_t>(random.integer(1, 3000)));
  for (auto& value : sorted) value = any_us(random);
  const Histogram histogram = histogram_of(sorted);
  std::sort(sorted.begin(), sorted.end());
  for (const std::uint64_t part : kParts) {
    const std::uint64_t rank = std::max<std::uint64_t>(1, (part * sorted.size() + 9999) / 10000);
    const auto exact = static_cast<double>(sorted[rank - 1]);
    const Duration told = histogram.percentile(static_cast<double>(part) / 10000).value();
    RC_ASSERT(std::abs(static_cast<double>(told.count()) / 1000 - exact) <= 0.008 * exact);
  }
}

RC_GTEST_PROP(Histogram, MergesExactlyAssociativelyAndCommutatively, ()) {
  const auto a = *values(), b = *values(), c = *values();
  std::vector<std::uint64_t> all = a;
  all.insert(all.end(), b.begin(), b.end());
  all.insert(all.end(), c.begin(), c.end());
  const Histogram ha = histogram_of(a), hb = histogram_of(b), hc = histogram_of(c);
  RC_ASSERT(merged(merged(ha, hb), hc) == histogram_of(all));
  RC_ASSERT(merged(ha, merged(hb, hc)) == histogram_of(all));
  RC_ASSERT(merged(hb, ha) == merged(ha, hb));
  RC_ASSERT(merged(ha, Histogram()) == ha);
}

TEST(Histogram, KeepsMeanMinimumAndMaximumExact) {
  const Histogram histogram = histogram_of({1'000'003, 999'999, 7});
  EXPECT_EQ(histogram.min(), Duration(7us));
  EXPECT_EQ(histogram.max(), Duration(1'000'003us));
  EXPECT_DOUBLE_EQ(histogram.mean_us().value(), 2'000'009.0 / 3);
}

TEST(Histogram, IsExactBelow128Microseconds) {
  for (std::uint64_t us = 0; us < 128; ++us) {
    Histogram histogram = histogram_of({us, 127, 127});
    EXPECT_EQ(histogram.percentile(0.01), from_us(us));
  }
}

TEST(Histogram, ClipsAPercentileToTheSmallestAndLargestValue) {
  for (const std::uint64_t us : {130'000u, 130'001u, 2'000'000'001u}) {
    const Histogram histogram = histogram_of({us});
    for (const double p : {0.0, 0.5, 1.0}) EXPECT_EQ(histogram.percentile(p), from_us(us));
  }
}

TEST(Histogram, TakesTheRankThatTheProductMeansAndNotItsRoundingError) {
  std::vector<std::uint64_t> hundred;
  for (std::uint64_t us = 1; us <= 100; ++us) hundred.push_back(us);
  const Histogram histogram = histogram_of(hundred);
  EXPECT_EQ(histogram.percentile(0.07), Duration(7us));  // 0.07 · 100 is a little more than 7 in doubles
  EXPECT_EQ(histogram.percentile(0.071), Duration(8us));
  EXPECT_EQ(histogram.percentile(0.0), Duration(1us));
  EXPECT_EQ(histogram.percentile(1.0), Duration(100us));
}

TEST(Histogram, FloorsNanosecondsAndTakesNegativeValuesForZero) {
  Histogram histogram;
  histogram.record(1999ns);
  histogram.record(-5s);
  EXPECT_EQ(histogram.min(), Duration(0));
  EXPECT_EQ(histogram.max(), Duration(1us));
}

TEST(Histogram, CountsWhatIsLongerThanAnHourAsOverflow) {
  Histogram histogram;
  histogram.record(1h);
  EXPECT_EQ(histogram.overflow(), 0u);
  histogram.record(2h, 3);
  EXPECT_EQ(histogram.overflow(), 3u);
  EXPECT_EQ(histogram.count(), 4u);
  EXPECT_EQ(histogram.max(), Duration(2h));
  EXPECT_DOUBLE_EQ(histogram.mean_us().value(), 1.75 * 3.6e9);
  EXPECT_NEAR(base::seconds_of(histogram.percentile(1.0).value()), 3600, 0.008 * 3600);
}

TEST(Histogram, HasNothingToTellWhenEmpty) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.min(), std::nullopt);
  EXPECT_EQ(histogram.max(), std::nullopt);
  EXPECT_EQ(histogram.mean_us(), std::nullopt);
  EXPECT_EQ(histogram.percentile(0.5), std::nullopt);
  EXPECT_EQ(histogram.count_at_most(1h), 0u);
}

TEST(Histogram, CountsHowManyMetALimit) {
  Histogram histogram = histogram_of({0, 50, 100});
  histogram.record(10s, 5);
  EXPECT_EQ(histogram.count_at_most(-1ns), 0u);
  EXPECT_EQ(histogram.count_at_most(0us), 1u);
  EXPECT_EQ(histogram.count_at_most(99us), 2u);
  EXPECT_EQ(histogram.count_at_most(100us), 3u);
  EXPECT_EQ(histogram.count_at_most(9s), 3u);
  EXPECT_EQ(histogram.count_at_most(2h), 8u);
}

RC_GTEST_PROP(Histogram, ShowsEveryBucketOnceFromLowToHigh, ()) {
  auto sorted = *values();
  const Histogram histogram = histogram_of(sorted);
  std::sort(sorted.begin(), sorted.end());
  std::size_t seen = 0;
  histogram.for_each_bucket([&](std::uint64_t lowest, std::uint64_t width, std::uint64_t count) {
    for (; count > 0; --count, ++seen) {
      RC_ASSERT(sorted.at(seen) >= lowest);
      RC_ASSERT(sorted.at(seen) < lowest + width);
    }
  });
  RC_ASSERT(seen == sorted.size());
}

TEST(Histogram, IsAValue) {
  Histogram original = histogram_of({5, 5000});
  Histogram copy = original;
  copy.record(1s);
  EXPECT_EQ(original.count(), 2u);
  EXPECT_EQ(copy.count(), 3u);
  EXPECT_FALSE(original == copy);
  copy = original;
  EXPECT_TRUE(original == copy);
  const Histogram moved = std::move(copy);
  EXPECT_TRUE(original == moved);
}

}  // namespace
}  // namespace acrida::stats
