// A load as a function of time: users, or arrivals a second.
#pragma once

#include <vector>

#include <acrida/export.h>

#include "base/clock.h"

namespace acrida::load {

// Piecewise linear, so that what it adds up to, and when, is known in closed form. Before its first point it
// has that point's level, after its last one that one's. Two points at one time are a step: the later one
// counts from then on. Pure arithmetic: whoever draws the same shape gets the same line, to the last bit.
class ACRIDA_API Shape {
 public:
  struct Point {
    base::Duration at{};  // since the run's start, >= 0
    double level = 0;     // users, or arrivals a second, >= 0

    bool operator==(const Point&) const = default;
  };

  // Always at this level, which has no end.
  explicit Shape(double level) : Shape(std::vector<Point>{{base::Duration::zero(), level}}) {}
  // REQUIRES: at least one point, in the order of their times.
  explicit Shape(std::vector<Point> points);

  const std::vector<Point>& points() const { return points_; }
  // Of the last point: from then on nothing changes.
  base::Duration end() const { return points_.back().at; }
  double peak() const;
  double level_at(base::Duration time) const;
  // When the rise is over that it begins with; 0 when it begins with none.
  base::Duration first_rise() const;

  // The area under the line from 0 to `time`: how many arrivals it has brought by then.
  double area_until(base::Duration time) const;
  // When the area under the line reaches `area`, >= 0; Duration::max() when it never does.
  base::Duration time_of_area(double area) const;

  bool operator==(const Shape& other) const { return points_ == other.points_; }

 private:
  std::vector<Point> points_;
  std::vector<double> areas_;  // under the line, from 0 to each point
};

}  // namespace acrida::load
