#include "scenario/python/places.h"

namespace acrida::scenario::python {

bool Places::enter_limited(Engine& engine) {
  while (taken_ >= most_) {
    auto* const waiting = new Waiting;
    queue_.push_back(waiting);
    const bool came = engine.block(*waiting);
    queue_.remove(waiting);
    delete waiting;
    if (came) continue;
    // It may have been this one's turn.
    if (taken_ < most_ && !queue_.empty()) engine.greenlets.wake(*queue_.front());
    return false;
  }
  ++taken_;
  return true;
}

void Places::leave_limited(Engine& engine) {
  --taken_;
  if (queue_.empty()) return;
  Waiting* const next = queue_.front();
  queue_.pop_front();
  engine.greenlets.wake(*next);
}

}  // namespace acrida::scenario::python
