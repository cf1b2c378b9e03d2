#include "load/shape_curves.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace acrida::load {
namespace {

constexpr double kCountable = 1e9;

// How many levels there are; not whole when the last step is a shorter one.
double levels_of(double from, double to, double by) {
  // 0.1 ten times is not 1: a rest that only rounding has made is no step.
  const double whole = std::abs(to - from) / by;
  return std::ceil(whole - 1e-9 * std::max(1.0, whole)) + 1;
}

double sine_pieces(base::Duration period, base::Duration length) {
  return std::ceil(base::seconds_of(length) / base::seconds_of(period) * kSinePieces);
}

}  // namespace

std::size_t points_of_steps(double from, double to, double by) {
  const double points = 2 * levels_of(from, to, by);
  return points < kCountable ? static_cast<std::size_t>(points) : SIZE_MAX;
}

Points steps(double from, double to, double by, base::Duration every) {
  const auto levels = static_cast<std::int64_t>(levels_of(from, to, by));
  Points points;
  for (std::int64_t i = 0; i < levels; ++i) {
    const double change = static_cast<double>(i) * by;
    const double level = i == levels - 1 ? to : to > from ? from + change : from - change;
    points.push_back({i * every, level});
    points.push_back({(i + 1) * every, level});
  }
  return points;
}

Points spike(double base, double peak, base::Duration at, base::Duration length, base::Duration until) {
  return {{base::Duration::zero(), base},
          {at, base},
          {at, peak},
          {at + length, peak},
          {at + length, base},
          {until, base}};
}

Points double_wave(double low, double high, base::Duration over) {
  const auto rush = [](double u) { return std::exp(-u * u); };
  Points points;
  for (int i = 0; i <= kDoubleWavePieces; ++i) {
    const double part = static_cast<double>(i) / kDoubleWavePieces;
    const double wave = std::min(1.0, rush(15 * part - 5) + rush(15 * part - 10));
    points.push_back({base::from_seconds(part * base::seconds_of(over)), low + (high - low) * wave});
  }
  return points;
}

std::size_t points_of_sine(base::Duration period, base::Duration length) {
  const double pieces = sine_pieces(period, length);
  return pieces < kCountable ? static_cast<std::size_t>(pieces) + 1 : SIZE_MAX;
}

Points sine(double low, double high, base::Duration period, base::Duration length) {
  const auto level = [&](double periods) {
    return low + (high - low) * (1 - std::cos(2 * std::numbers::pi * periods)) / 2;
  };
  const double seconds = base::seconds_of(period);
  const auto pieces = static_cast<std::int64_t>(sine_pieces(period, length));
  Points points;
  for (std::int64_t piece = 0; piece < pieces; ++piece) {
    const double periods = static_cast<double>(piece) / kSinePieces;
    points.push_back({std::min(base::from_seconds(periods * seconds), length), level(periods)});
  }
  points.push_back({length, level(base::seconds_of(length) / seconds)});
  return points;
}

}  // namespace acrida::load
