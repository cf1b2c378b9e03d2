#include "capacity/miss_curve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace acrida::capacity {
namespace {

constexpr std::size_t kLimits = 161, kSlopes = 25;
// The slope of M/M/1 with one per cent of misses at utilisation ρ is 4.6·ρ/(1 − ρ): 15 at three quarters.
// That, times or by e^0.8, is what is expected before anything was seen.
constexpr double kLikelySlope = 15, kLogSpread = 0.8;
constexpr double kLeastSlope = 2, kGreatestSlope = 400;
// How far a point's word carries, in the log of the load.
constexpr double kReach = 0.35;

double log_odds(double fraction) { return std::log(fraction / (1 - fraction)); }

}  // namespace

double MissCurve::fraction_at(double log_load) const {
  return 1 / (1 + std::exp(-(log_odds(allowed) + slope * (log_load - log_limit))));
}

MissCurve fit_miss_curve(std::span<const CurvePoint> points, double allowed, double low, double high) {
  const double from = std::log(low), to = std::log(high);
  struct Weighted {
    double log_load, misses, hits;
  };
  std::vector<Weighted> weighted;
  for (const CurvePoint& point : points) {
    const double log_load = std::log(point.load);
    const double away = std::max({0.0, from - log_load, log_load - to}) / kReach;
    const double weight = point.effective * std::exp(-away * away / 2);
    weighted.push_back({log_load, weight * point.fraction, weight * (1 - point.fraction)});
  }
  std::vector<double> words;  // log posterior by limit, then slope
  std::vector<double> limits, slopes;
  for (std::size_t i = 0; i < kLimits; ++i) {
    limits.push_back(from + (to - from) * static_cast<double>(i) / (kLimits - 1));
  }
  for (std::size_t i = 0; i < kSlopes; ++i) {
    slopes.push_back(kLeastSlope *
                     std::pow(kGreatestSlope / kLeastSlope, static_cast<double>(i) / (kSlopes - 1)));
  }
  const double middle = log_odds(allowed);
  for (const double limit : limits) {
    for (const double slope : slopes) {
      const double off = std::log(slope / kLikelySlope) / kLogSpread;
      double word = -off * off / 2;
      for (const Weighted& point : weighted) {
        // log q = −log(1 + e^−x), log(1 − q) = −log(1 + e^x), neither of which may overflow.
        const double x = middle + slope * (point.log_load - limit);
        const double tail = std::log1p(std::exp(-std::abs(x)));
        word -= point.misses * (tail + std::max(0.0, -x)) + point.hits * (tail + std::max(0.0, x));
      }
      words.push_back(word);
    }
  }
  const double greatest = *std::max_element(words.begin(), words.end());
  double sum = 0, limit_sum = 0, square_sum = 0, slope_sum = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double weight = std::exp(words[i] - greatest);
    const double limit = limits[i / kSlopes];
    sum += weight;
    limit_sum += weight * limit;
    square_sum += weight * limit * limit;
    slope_sum += weight * std::log(slopes[i % kSlopes]);
  }
  const double limit = limit_sum / sum;
  return {.allowed = allowed,
          .log_limit = limit,
          .error = std::sqrt(std::max(0.0, square_sum / sum - limit * limit)),
          .slope = std::exp(slope_sum / sum)};
}

}  // namespace acrida::capacity
