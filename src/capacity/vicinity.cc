#include "capacity/vicinity.h"

#include <algorithm>
#include <cmath>

namespace acrida::capacity {
namespace {

// Points with more misses than these show an overloaded service, not the curve near the limit.
constexpr double kOverloaded = 0.3, kFarAbove = 5;
// Inflation of M/M/1 at utilisation ρ grows with ρ as (1 + ρ)·ρ / (1 − ρ)²: by the power 7 at 0.7, 11 at 0.8.
constexpr double kLikelyGrowth = 8, kGrowthSpread = 6;
constexpr double kReach = 0.35;

bool informs(const ProbeResult& result, std::size_t rule, double allowed) {
  if (result.verdict == Verdict::invalid || result.rules[rule].of == 0) return false;
  const double fraction = result.rules[rule].fraction();
  return fraction <= kOverloaded || fraction <= kFarAbove * allowed;
}

// Least squares of log inflation by log load, the seconds judged being the weights, with a prior for the
// slope.
void fit_inflation(Vicinity& near, std::span<const ProbeResult> probes, double allowed) {
  double weights = 0, x_sum = 0, y_sum = 0;
  const auto each = [&](auto&& visit) {
    for (const ProbeResult& result : probes) {
      if (!informs(result, near.rule, allowed)) continue;
      const double x = std::log(result.probe.load) - near.curve.log_limit;
      visit(result.judged_s * std::exp(-x * x / (2 * kReach * kReach)), x,
            std::log(result.rules[near.rule].inflation));
    }
  };
  each([&](double weight, double x, double y) {
    weights += weight;
    x_sum += weight * x;
    y_sum += weight * y;
  });
  if (weights == 0) return;
  const double x_mean = x_sum / weights, y_mean = y_sum / weights;
  // A second's word on log inflation has a spread of about 2.
  const double prior = 4 / (kGrowthSpread * kGrowthSpread);
  double squares = prior, products = prior * kLikelyGrowth;
  each([&](double weight, double x, double y) {
    squares += weight * (x - x_mean) * (x - x_mean);
    products += weight * (x - x_mean) * (y - y_mean);
  });
  near.growth = std::max(0.0, products / squares);
  near.log_inflation = y_mean - near.growth * x_mean;
}

}  // namespace

double Vicinity::inflation_at(double load) const {
  return std::exp(std::max(0.0, log_inflation + growth * (std::log(load) - curve.log_limit)));
}

Vicinity vicinity_of(std::span<const ProbeResult> probes, std::span<const Rule> rules, double low,
                     double high) {
  Vicinity near;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    std::vector<CurvePoint> points;
    for (const ProbeResult& result : probes) {
      if (!informs(result, rule, rules[rule].allowed)) continue;
      points.push_back({result.probe.load, result.rules[rule].fraction(), result.rules[rule].effective()});
    }
    const MissCurve fitted = fit_miss_curve(points, rules[rule].allowed, low, high);
    if (rule == 0 || fitted.log_limit < near.curve.log_limit) {
      near.curve = fitted;
      near.rule = rule;
    }
  }
  const double allowed = rules[near.rule].allowed;
  double nearest = 1e9;
  for (const ProbeResult& result : probes) {
    if (!informs(result, near.rule, allowed)) continue;
    const RuleEstimate& seen = result.rules[near.rule];
    near.informed |= seen.misses > 0 && seen.fraction() >= allowed / kFarAbove;
    const double away = std::abs(std::log(result.probe.load) - near.curve.log_limit);
    if (away >= nearest) continue;
    nearest = away;
    near.density = static_cast<double>(seen.of) / result.judged_s / result.probe.load;
  }
  fit_inflation(near, probes, allowed);
  return near;
}

}  // namespace acrida::capacity
