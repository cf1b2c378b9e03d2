// How the number of users goes from one level to another.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace acrida::load {

// Users have slots 0, 1, 2 …: a rising ramp opens the slots from..to-1 one after the other, a falling one
// closes from-1..to, the first of them when it begins, the next ones 1/rate seconds apart. Pure arithmetic,
// so that every thread draws the same line.
class Ramp {
 public:
  Ramp() = default;
  // `rate` is in users a second, > 0.
  Ramp(base::TimePoint begin, std::uint32_t from, std::uint32_t to, double rate)
      : begin_(begin), from_(from), to_(to), rate_(rate) {}

  base::TimePoint begin() const { return begin_; }
  std::uint32_t from() const { return from_; }
  std::uint32_t target() const { return to_; }
  double rate() const { return rate_; }
  bool rises() const { return to_ >= from_; }
  // When this slot is opened, or closed; one that should have been before the ramp began, at its beginning.
  base::TimePoint due_of(std::uint32_t slot) const {
    const std::uint32_t first = rises() ? from_ : from_ - 1;
    const std::uint32_t before = rises() ? std::max(slot, first) - first : first - std::min(slot, first);
    return begin_ + base::from_seconds(before / rate_);
  }
  // How many slots are open at `time`, what is due right then included.
  std::uint32_t level_at(base::TimePoint time) const {
    if (time < begin_) return from_;
    const std::uint32_t whole = rises() ? to_ - from_ : from_ - to_;
    // An estimate first, then exactly as due_of() says.
    auto done =
        static_cast<std::uint32_t>(std::min<double>(whole, base::seconds_of(time - begin_) * rate_ + 1));
    const auto is_due = [&](std::uint32_t nth) {
      return due_of(rises() ? from_ + nth : from_ - 1 - nth) <= time;
    };
    while (done < whole && is_due(done)) ++done;
    while (done > 0 && !is_due(done - 1)) --done;
    return rises() ? from_ + done : from_ - done;
  }

 private:
  base::TimePoint begin_;
  std::uint32_t from_ = 0, to_ = 0;
  double rate_ = 1;
};

}  // namespace acrida::load
