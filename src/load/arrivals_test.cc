#include "load/arrivals.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

std::vector<base::Duration> drawn(const ArrivalStream& stream, base::Duration until, std::uint64_t seed = 1,
                                  std::size_t number = 0) {
  ArrivalSchedule schedule(stream, seed, number);
  std::vector<base::Duration> times;
  for (auto next = schedule.next(); next && *next < until; next = schedule.next()) times.push_back(*next);
  return times;
}

// A line through up to six points within a minute, of at most 100 a second.
ArrivalStream any_stream(Arrivals arrivals) {
  std::vector<Shape::Point> points;
  base::Duration at{};
  for (int left = *rc::gen::inRange(1, 7); left > 0; --left) {
    points.push_back({at, *rc::gen::inRange(0, 1000) / 10.0});
    at += std::chrono::milliseconds(*rc::gen::inRange(0, 10'000));
  }
  return {Shape(std::move(points)), arrivals, {}, {}};
}

RC_GTEST_PROP(ArrivalSchedule, BringsConstantArrivalsWhereTheAreaIsWhole, ()) {
  const auto stream = any_stream(Arrivals::constant);
  const auto times = drawn(stream, 1min);
  RC_ASSERT(std::is_sorted(times.begin(), times.end()));
  const double area = stream.rate.area_until(1min);
  // The n-th has an area of n before it, so of an area of 7.5 there are 8.
  RC_ASSERT(std::abs(static_cast<double>(times.size()) - std::ceil(area)) <=
            (std::abs(area - std::round(area)) < 1e-6 ? 1 : 0));
  for (std::size_t i = 0; i < times.size(); ++i)
    RC_ASSERT(std::abs(stream.rate.area_until(times[i]) - static_cast<double>(i)) < 1e-5);
}

RC_GTEST_PROP(ArrivalSchedule, BringsAsManyPoissonArrivalsAsTheAreaSays, ()) {
  const auto stream = any_stream(Arrivals::poisson);
  const auto times = drawn(stream, 1min, *rc::gen::arbitrary<std::uint64_t>());
  RC_ASSERT(std::is_sorted(times.begin(), times.end()));
  const double area = stream.rate.area_until(1min);
  RC_ASSERT(std::abs(static_cast<double>(times.size()) - area) <= 6 * std::sqrt(area) + 6);
}

TEST(ArrivalSchedule, HasNoneLeftOverWhereARateEnds) {
  for (const double rate : {3.0, 0.1, 7.7, 1000.0}) {
    const ArrivalStream stream{Shape({{0s, rate}, {10s, rate}, {10s, 0}}), Arrivals::constant, {}, {}};
    EXPECT_EQ(drawn(stream, 1h).size(), static_cast<std::size_t>(rate * 10)) << rate;
  }
}

// The variance of the counts in 10 ms over their mean.
double dispersion(const std::vector<base::Duration>& times, base::Duration until) {
  std::vector<double> bins(static_cast<std::size_t>(until / 10ms));
  for (const auto at : times) ++bins[static_cast<std::size_t>(at / 10ms)];
  const double mean = static_cast<double>(times.size()) / static_cast<double>(bins.size());
  double squares = 0;
  for (const double count : bins) squares += (count - mean) * (count - mean);
  return squares / static_cast<double>(bins.size() - 1) / mean;
}

TEST(ArrivalSchedule, IsAPoissonProcess) {
  const ArrivalStream stream{Shape(5000), Arrivals::poisson, {}, {}};
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto times = drawn(stream, 60s, seed);
    EXPECT_NEAR(static_cast<double>(times.size()), 300'000, 5 * std::sqrt(300'000.0));
    EXPECT_NEAR(dispersion(times, 60s), 1, 0.05);
    // Of exponential gaps the part exp(-x) is longer than x times their mean.
    for (const double x : {0.1, 1.0, 3.0}) {
      double longer = 0;
      for (std::size_t i = 1; i < times.size(); ++i) longer += times[i] - times[i - 1] > x * 200us ? 1 : 0;
      EXPECT_NEAR(longer / 300'000, std::exp(-x), 0.005) << x;
    }
  }
}

TEST(ArrivalSchedule, ConstantArrivalsAreEven) {
  const ArrivalStream stream{Shape(5000), Arrivals::constant, {}, {}};
  const auto times = drawn(stream, 1s);
  ASSERT_EQ(times.size(), 5000u);
  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_EQ(times[i], i * 200us);
}

TEST(ArrivalSchedule, DependsOnTheSeedAndOnTheStreamsNumber) {
  const ArrivalStream stream{Shape(100), Arrivals::poisson, {}, {}};
  EXPECT_EQ(drawn(stream, 1s, 1, 0), drawn(stream, 1s, 1, 0));
  EXPECT_NE(drawn(stream, 1s, 1, 0), drawn(stream, 1s, 2, 0));
  EXPECT_NE(drawn(stream, 1s, 1, 0), drawn(stream, 1s, 1, 1));
}

TEST(ArrivalSchedule, ReplaysTimesAsTheyAre) {
  ArrivalStream stream;
  stream.replay = {0s, 1s, 1s, 5s};
  EXPECT_EQ(drawn(stream, 1h), stream.replay);
}

TEST(ArrivalSchedule, OfNoRateHasNone) {
  for (const auto arrivals : {Arrivals::constant, Arrivals::poisson})
    EXPECT_EQ(ArrivalSchedule({Shape(0.0), arrivals, {}, {}}, 1, 0).next(), std::nullopt);
}

}  // namespace
}  // namespace acrida::load
