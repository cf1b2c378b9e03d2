#include "load/ramp_crew.h"

#include <utility>

#include "async/loop.h"
#include "load/worker_share.h"

namespace acrida::load {

RampCrew::RampCrew(async::Loop& loop, Slots slots, const ClassChoice& choice, async::Callback on_arrived)
    : loop_(loop),
      slots_(std::move(slots)),
      choice_(choice),
      on_arrived_(on_arrived),
      ramp_timer_(loop, async::Callback::to<&RampCrew::follow_ramp>(this)),
      replace_timer_(loop, async::Callback::to<&RampCrew::replace>(this)) {}

void RampCrew::change(const Ramp& ramp, const ClassChoice& of) {
  ramp_ = ramp;
  arrived_ = false;
  ramp_timer_.cancel();
  if (of != choice_) choose(of);
  follow_ramp();
}

// Those whose user is of another class now are replaced along the ramp.
void RampCrew::choose(const ClassChoice& of) {
  choice_ = of;
  replacements_.clear();
  for (const auto slot : slots_.choose(of))
    replacements_.push_back(
        {ramp_.begin() + base::from_seconds(slots_.number_of(slot) / ramp_.rate()), slot});
  if (!replacements_.empty()) replace_timer_.set(replacements_.front().due);
}

void RampCrew::replace() {
  for (int bite = kMostAtOnce; !replacements_.empty(); --bite) {
    const auto next = replacements_.front();
    if (next.due > now() || bite == 0) return replace_timer_.set(next.due);
    replacements_.pop_front();
    if (next.slot < slots_.open()) slots_.replace(next.slot);  // else it was closed meanwhile
  }
  follow_ramp();
}

void RampCrew::follow_ramp() {
  const auto own = [this](std::size_t open) { return slots_.number_of(open); };
  for (int bite = kMostAtOnce;; --bite) {
    const bool open = own(slots_.open()) < ramp_.target() && slots_.has_next();
    const bool close = slots_.open() > 0 && own(slots_.open() - 1) >= ramp_.target();
    if (!open && !close) break;
    // Against the ramp's direction: this thread went on along the last one before it heard of this one.
    const bool late = open != ramp_.rises();
    const auto due = late ? now() : ramp_.due_of(own(open ? slots_.open() : slots_.open() - 1));
    if (due > now() || bite == 0) return ramp_timer_.set(due);
    open ? slots_.open_next() : slots_.close_last();
  }
  if (arrived_ || !replacements_.empty()) return;
  arrived_ = true;
  on_arrived_();
}

void RampCrew::halt() {
  arrived_ = true;
  ramp_timer_.cancel();
  replace_timer_.cancel();
}

}  // namespace acrida::load
