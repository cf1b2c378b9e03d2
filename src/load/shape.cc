#include "load/shape.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace acrida::load {
namespace {

base::Duration after(base::Duration begin, double seconds) {
  const double longest = base::seconds_of(base::Duration::max() - begin);
  return seconds < longest ? begin + base::from_seconds(seconds) : base::Duration::max();
}

}  // namespace

Shape::Shape(std::vector<Point> points) : points_(std::move(points)), areas_{} {
  double area = points_.front().level * base::seconds_of(points_.front().at);
  areas_.push_back(area);
  for (std::size_t i = 1; i < points_.size(); ++i) {
    const auto& [from, low] = points_[i - 1];
    const auto& [to, high] = points_[i];
    area += base::seconds_of(to - from) * (low + high) / 2;
    areas_.push_back(area);
  }
}

double Shape::peak() const {
  return std::max_element(points_.begin(), points_.end(),
                          [](const Point& a, const Point& b) { return a.level < b.level; })
      ->level;
}

base::Duration Shape::first_rise() const {
  std::size_t top = 0;
  while (top + 1 < points_.size() && points_[top + 1].level > points_[top].level) ++top;
  return top == 0 ? base::Duration::zero() : points_[top].at;
}

double Shape::level_at(base::Duration time) const {
  const auto next = std::upper_bound(points_.begin(), points_.end(), time,
                                     [](base::Duration at, const Point& point) { return at < point.at; });
  if (next == points_.begin()) return next->level;
  const auto& last = *std::prev(next);
  if (next == points_.end()) return last.level;
  const double part = base::seconds_of(time - last.at) / base::seconds_of(next->at - last.at);
  return last.level + part * (next->level - last.level);
}

double Shape::area_until(base::Duration time) const {
  const auto next = std::upper_bound(points_.begin(), points_.end(), time,
                                     [](base::Duration at, const Point& point) { return at < point.at; });
  if (next == points_.begin()) return next->level * base::seconds_of(time);
  const auto last = std::prev(next);
  const double before = areas_[static_cast<std::size_t>(last - points_.begin())];
  return before + base::seconds_of(time - last->at) * (last->level + level_at(time)) / 2;
}

base::Duration Shape::time_of_area(double area) const {
  const auto next = std::lower_bound(areas_.begin(), areas_.end(), area);
  const auto index = static_cast<std::size_t>(next - areas_.begin());
  if (index == 0) {
    const double level = points_.front().level;
    return level > 0 ? base::from_seconds(area / level) : points_.front().at;
  }
  const auto& last = points_[index - 1];
  const double rest = area - areas_[index - 1];
  if (next == areas_.end()) return last.level > 0 ? after(last.at, rest / last.level) : base::Duration::max();
  // rest = level·t + slope·t²/2, solved so that neither a slope nor a level near zero loses digits.
  const double length = base::seconds_of(points_[index].at - last.at);
  const double slope = (points_[index].level - last.level) / length;
  const double root = std::sqrt(std::max(0.0, last.level * last.level + 2 * slope * rest));
  const double seconds = 2 * rest / (last.level + root);
  return after(last.at, std::min(seconds, length));
}

}  // namespace acrida::load
