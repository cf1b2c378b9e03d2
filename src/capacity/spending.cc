#include "capacity/spending.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "capacity/evidence.h"

namespace acrida::capacity {
namespace {

constexpr std::size_t kPoints = 201;
constexpr double kLowest = -6;  // standard deviations: below it there is nothing to lose
constexpr int kHalvings = 40;

}  // namespace

double Spending::level_at(double part) {
  const double usable = error_ * part * part - spent_;
  const double deviation = std::sqrt(part), stride = std::sqrt(part - part_);
  // Of all the motion that has not crossed: what is above `height` now.
  const auto above = [&](double height) {
    if (density_.empty()) return normal_tail(height / stride);
    double sum = 0;
    for (std::size_t i = 0; i < density_.size(); ++i) {
      sum += density_[i] * normal_tail((height - low_ - step_ * static_cast<double>(i)) / stride);
    }
    return sum * step_;
  };
  double least = -kLowest * kLowest * deviation, most = kLowest * kLowest * deviation;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (least + most) / 2;
    (above(middle) > usable ? least : most) = middle;
  }
  const double boundary = most;

  const double low = kLowest * deviation;
  const double step = (boundary - low) / (kPoints - 1);
  std::vector<double> density(kPoints);
  const double scale = 1 / (stride * std::sqrt(2 * std::numbers::pi));
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double here = low + step * static_cast<double>(i);
    const auto from = [&](double there) {
      const double z = (here - there) / stride;
      return scale * std::exp(-z * z / 2);
    };
    if (density_.empty()) {
      density[i] = from(0);
    } else {
      for (std::size_t j = 0; j < density_.size(); ++j) {
        density[i] += density_[j] * from(low_ + step_ * static_cast<double>(j)) * step_;
      }
    }
  }
  // Trapezoids: half weight at both ends of the grid.
  density.front() /= 2;
  density.back() /= 2;
  density_ = std::move(density);
  low_ = low;
  step_ = step;
  part_ = part;
  spent_ += usable;
  return normal_tail(boundary / deviation);
}

}  // namespace acrida::capacity
