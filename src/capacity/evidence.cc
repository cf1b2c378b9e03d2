#include "capacity/evidence.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace acrida::capacity {
namespace {

// Sample variance; 0 for fewer than two.
double variance_of(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  double mean = 0;
  for (const double value : values) mean += value;
  mean /= static_cast<double>(values.size());
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / static_cast<double>(values.size() - 1);
}

// n·(what one request of this kind adds to the deviance), 0·log 0 being 0.
double part_of_deviance(double fraction, double allowed) {
  return fraction <= 0 ? 0 : fraction * std::log(fraction / allowed);
}

// Of a count of `seen` in `size`: positive when it is above what is allowed.
double signed_root(double seen, double size, double allowed) {
  const double fraction = std::clamp(seen / size, 0.0, 1.0);
  const double root = std::sqrt(deviance_of(fraction, size, allowed));
  return fraction < allowed ? -root : root;
}

}  // namespace

Batches batches_of(std::size_t ticks, std::size_t wanted) {
  const std::size_t length = std::max<std::size_t>(1, ticks / wanted);
  return {ticks / length, length};
}

double inflation_of(std::span<const Tick> ticks, std::size_t rule, std::size_t wanted) {
  double misses = 0, of = 0;
  for (const Tick& tick : ticks) {
    misses += static_cast<double>(tick.rules[rule].misses);
    of += static_cast<double>(tick.rules[rule].of);
  }
  if (misses == 0 || misses == of) return 1;
  const double fraction = misses / of;
  const Batches batches = batches_of(ticks.size(), wanted);
  double squares = 0, batched = 0;
  for (std::size_t batch = 0; batch < batches.count; ++batch) {
    double off = 0;
    for (const Tick& tick : ticks.subspan(batch * batches.length, batches.length)) {
      off +=
          static_cast<double>(tick.rules[rule].misses) - fraction * static_cast<double>(tick.rules[rule].of);
      batched += static_cast<double>(tick.rules[rule].of);
    }
    squares += off * off;
  }
  if (batches.count < 2 || batched == 0) return 1;
  const double degrees = static_cast<double>(batches.count - 1) / static_cast<double>(batches.count);
  return std::max(1.0, squares / degrees / (batched * fraction * (1 - fraction)));
}

double memory_of(std::span<const Tick> ticks) {
  double latency = 0, completed = 0;
  std::vector<double> instants, means;
  for (const Tick& tick : ticks) {
    latency += tick.latency_s;
    completed += static_cast<double>(tick.completed);
    instants.push_back(static_cast<double>(tick.in_flight));
  }
  const double mean_latency = completed == 0 ? 0 : latency / completed;
  const Batches batches = batches_of(ticks.size());
  for (std::size_t batch = 0; batch < batches.count; ++batch) {
    // Little's law: the latencies that ended in a stretch of time add up to the integral of those in flight.
    double area = 0, seconds = 0;
    for (const Tick& tick : ticks.subspan(batch * batches.length, batches.length)) {
      area += tick.latency_s;
      seconds += tick.seconds;
    }
    means.push_back(area / seconds);
  }
  const double spread = variance_of(instants);
  if (spread == 0) return mean_latency;
  const double length = static_cast<double>(batches.length) * ticks.front().seconds;
  return std::max(mean_latency, variance_of(means) * length / (2 * spread));
}

double deviance_of(double fraction, double size, double allowed) {
  const double parts = part_of_deviance(fraction, allowed) + part_of_deviance(1 - fraction, 1 - allowed);
  return std::max(0.0, 2 * size * parts);
}

double normal_tail(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

double normal_quantile(double tail) {
  double low = -12, high = 12;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (normal_tail(middle) > tail ? low : high) = middle;
  }
  return low;
}

double t_tail(double t, double degrees) {
  const double z = (8 * degrees + 1) / (8 * degrees + 3) * std::sqrt(degrees * std::log1p(t * t / degrees));
  return normal_tail(std::copysign(z, t));
}

double chance_of_so_few(double fraction, double effective, double allowed, double degrees) {
  return t_tail(-signed_root(fraction * effective + 2.0 / 3, effective, allowed), degrees);
}

double chance_of_so_many(double fraction, double effective, double allowed, double degrees) {
  return t_tail(signed_root(fraction * effective + 1.0 / 6, effective, allowed), degrees);
}

}  // namespace acrida::capacity
