// Closed load whose number of users is changed from outside: each change is a ramp.
#pragma once

#include <cstddef>
#include <deque>

#include "async/timer.h"
#include "load/ramp.h"
#include "load/slots.h"

namespace acrida::load {

class RampCrew {
 public:
  RampCrew(async::Loop& loop, Slots slots, const ClassChoice& choice, async::Callback on_arrived);

  // From now on along this ramp.
  void change(const Ramp& ramp, const ClassChoice& of);
  // Nobody is started or let go any more.
  void halt();
  // All slots of the ramp that are the worker's have been opened, or closed, or halt() was called.
  bool has_arrived() const { return arrived_; }

 private:
  // An open slot whose user is of another class than it should be now.
  struct Replacement {
    base::TimePoint due;
    std::size_t slot;
  };
  void choose(const ClassChoice& of);
  void follow_ramp();
  void replace();
  base::TimePoint now() const { return loop_.clock().now(); }

  async::Loop& loop_;
  Slots slots_;
  ClassChoice choice_;
  async::Callback on_arrived_;
  Ramp ramp_;
  std::deque<Replacement> replacements_;  // the next one first
  bool arrived_ = false;
  async::Timer ramp_timer_, replace_timer_;
};

}  // namespace acrida::load
