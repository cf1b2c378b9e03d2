#include "scenario/python/on_call.h"

namespace acrida::scenario::python {

void OnCall::attach(PyObject* user) {
  user_object_ = Object::keep(user);
  user_ = user_of(user);
  user_->on_call = this;
}

void OnCall::detach() {
  if (user_ != nullptr) user_->on_call = nullptr;
  user_ = nullptr;
  user_object_ = {};
}

// Within wait(), or from a turn of the loop: the greenlet goes on when that is over.
void OnCall::call(base::TimePoint intended) {
  called_ = true;
  user_->intended = intended;
  user_->state = State::running;
  engine_.greenlets.wake(waiting_);
}

bool OnCall::wait() {
  user_->state = State::waiting;
  listener_.on_user_idle(index_);
  while (!called_) {
    if (!engine_.block(waiting_)) return false;
  }
  return true;
}

}  // namespace acrida::scenario::python
