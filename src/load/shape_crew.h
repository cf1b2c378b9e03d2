// Closed load whose number of users follows a shape.
#pragma once

#include <cstddef>

#include "async/timer.h"
#include "load/shape.h"
#include "load/slots.h"

namespace acrida::load {

// As many users as the line says at each moment, rounded to the nearest whole number: slot i is open where
// the line is at least i + 1/2. Every thread draws the same line and takes its own slots.
class ShapeCrew {
 public:
  // The shape outlives it. `on_end`: the shape's end has come, after which nothing changes.
  ShapeCrew(async::Loop& loop, Slots slots, const Shape& users, async::Callback on_end);

  void begin(base::TimePoint start);
  // Nobody is started or let go any more.
  void halt();
  bool has_ended() const { return ended_; }

 private:
  void follow();
  // When a line between two points gets to the level at which this one of our slots opens, or closes.
  base::TimePoint crossing(std::size_t own) const;
  double threshold(std::size_t own) const { return slots_.number_of(own) + 0.5; }

  async::Loop& loop_;
  Slots slots_;
  const Shape& users_;
  async::Callback on_end_;
  base::TimePoint start_;
  std::size_t segment_ = 0;  // from the point before this one to this one; 0: up to the first
  bool ended_ = false;
  async::Timer timer_;
};

}  // namespace acrida::load
