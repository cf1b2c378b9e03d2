#include "load/shape_crew.h"

#include <algorithm>
#include <utility>

#include "async/loop.h"
#include "load/worker_share.h"

namespace acrida::load {

ShapeCrew::ShapeCrew(async::Loop& loop, Slots slots, const Shape& users, async::Callback on_end)
    : loop_(loop),
      slots_(std::move(slots)),
      users_(users),
      on_end_(on_end),
      timer_(loop, async::Callback::to<&ShapeCrew::follow>(this)) {}

void ShapeCrew::begin(base::TimePoint start) {
  start_ = start;
  follow();
}

// Within a segment the line only rises or only falls, so that no slot is opened and closed in the same one.
void ShapeCrew::follow() {
  const auto& points = users_.points();
  for (int bite = kMostAtOnce; segment_ < points.size();) {
    const double level = points[segment_].level;
    const bool open = threshold(slots_.open()) <= level && slots_.has_next();
    const bool close = slots_.open() > 0 && threshold(slots_.open() - 1) > level;
    if (!open && !close) {
      ++segment_;
      continue;
    }
    const auto due = crossing(open ? slots_.open() : slots_.open() - 1);
    if (due > loop_.clock().now() || bite-- == 0) return timer_.set(due);
    open ? slots_.open_next() : slots_.close_last();
  }
  const auto end = start_ + users_.end();
  if (end > loop_.clock().now()) return timer_.set(end);
  if (!std::exchange(ended_, true)) on_end_();
}

base::TimePoint ShapeCrew::crossing(std::size_t own) const {
  if (segment_ == 0) return start_;  // the first level is there from the beginning
  const auto& from = users_.points()[segment_ - 1];
  const auto& to = users_.points()[segment_];
  const double part = (threshold(own) - from.level) / (to.level - from.level);
  const auto length = to.at - from.at;
  const auto after = base::from_seconds(std::clamp(part, 0.0, 1.0) * base::seconds_of(length));
  return start_ + from.at + std::min(after, length);
}

void ShapeCrew::halt() {
  ended_ = true;
  timer_.cancel();
}

}  // namespace acrida::load
