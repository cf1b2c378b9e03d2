#include "stats/warm_up.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/random.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

// The formula word for word.
std::size_t mser_by_definition(const std::vector<double>& y) {
  std::size_t best = 0;
  double best_error = std::numeric_limits<double>::infinity();
  for (std::size_t d = 0; d <= y.size() / 2 && d < y.size(); ++d) {
    const auto left = static_cast<double>(y.size() - d);
    double mean = 0, squares = 0;
    for (std::size_t i = d; i < y.size(); ++i) mean += y[i] / left;
    for (std::size_t i = d; i < y.size(); ++i) squares += (y[i] - mean) * (y[i] - mean);
    if (squares / (left * left) < best_error) {
      best_error = squares / (left * left);
      best = d;
    }
  }
  return best;
}

RC_GTEST_PROP(Mser, IsTheMinimumOfItsFormula, (std::uint64_t seed)) {
  Random random(seed);
  std::vector<double> y(static_cast<std::size_t>(random.integer(1, 100)));
  for (double& each : y) each = random.real(0.0, 10.0);
  RC_ASSERT(mser(y) == mser_by_definition(y));
}

TEST(Mser, LeavesOutNothingOfAConstantAndNothingOfNothing) {
  EXPECT_EQ(mser(std::vector<double>(40, 3.0)), 0u);
  EXPECT_EQ(mser({}), 0u);
}

// Noise around 10, with `more` that has fallen to 1/e of itself after every `decay` values.
std::vector<double> series(std::uint64_t seed, double more, double decay) {
  Random random(seed);
  std::vector<double> y(60);
  for (std::size_t i = 0; i < y.size(); ++i)
    y[i] = 10 + more * std::exp(-static_cast<double>(i) / decay) + random.real(-1.0, 1.0);
  return y;
}

// Ten times the level at first, e times less every 3 values: after 14 it is below the noise.
RC_GTEST_PROP(Mser, CutsAKnownTransient, (std::uint64_t seed)) {
  const auto cut = mser(series(seed, 90, 3));
  RC_ASSERT(cut >= 7u);
  RC_ASSERT(cut <= 30u);
}

TEST(Mser, CutsATransientAboutWhereItDrownsInTheNoise) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) sum += static_cast<double>(mser(series(seed, 90, 3)));
  EXPECT_NEAR(sum / 200, 13, 4);
}

TEST(Mser, LeavesOutLittleOfWhatIsStationary) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) sum += static_cast<double>(mser(series(seed, 0, 1)));
  EXPECT_LT(sum / 200, 6);  // of 60
}

Second second_of(EndpointId id, int requests, base::Duration latency) {
  Second second;
  Sample sample;
  sample.finished = sample.intended + latency;
  for (int i = 0; i < requests; ++i) second.endpoints[id].add(sample);
  return second;
}

TEST(WarmUpSeries, TellsTheFirstSecondOfTheSteadyPhase) {
  WarmUpSeries series;
  for (std::int64_t i = 3; i < 8; ++i) series.add(i, second_of(EndpointId{0}, 10, 90ms));
  for (std::int64_t i = 8; i < 40; ++i) series.add(i, second_of(EndpointId{0}, 10, i % 2 == 0 ? 10ms : 11ms));
  EXPECT_EQ(series.steady_from(3), 8);
}

TEST(WarmUpSeries, JoinsSecondsWithFewRequests) {
  WarmUpSeries series;
  for (std::int64_t i = 0; i < 6; ++i) series.add(i, second_of(EndpointId{0}, 2, 90ms));
  for (std::int64_t i = 6; i < 60; ++i) series.add(i, second_of(EndpointId{0}, 2, i % 2 == 0 ? 10ms : 11ms));
  EXPECT_EQ(series.steady_from(0), 6);  // batches of three seconds
}

TEST(WarmUpSeries, SaysNothingWithoutRequests) {
  WarmUpSeries series;
  series.add(4, {});
  EXPECT_EQ(series.steady_from(4), 4);
}

}  // namespace
}  // namespace acrida::stats
