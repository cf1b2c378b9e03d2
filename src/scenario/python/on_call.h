// A user in open load: it begins a task when an arrival wants one, not when it has waited long enough.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "load/scenario.h"
#include "scenario/python/engine.h"
#include "scenario/python/greenlets.h"
#include "scenario/python/user_base.h"

namespace acrida::scenario::python {

// Between the engine, which calls, and the user's greenlet, which waits. The user object refers to it as long
// as both are there.
class OnCall {
 public:
  OnCall(Engine& engine, load::UserListener& listener, std::uint32_t index)
      : engine_(engine), listener_(listener), index_(index) {}
  ~OnCall() { detach(); }
  OnCall(const OnCall&) = delete;
  OnCall& operator=(const OnCall&) = delete;

  // REQUIRES: it is a locust.User
  void attach(PyObject* user);
  // The user is at its end: it is told of no more.
  void detach();

  // An iteration is to begin, now that the user is idle.
  void call(base::TimePoint intended);
  // Whether the iteration is on: in a set of tasks within it nobody waits for another arrival.
  bool is_called() const { return called_; }
  void end_iteration() { called_ = false; }

  // Tells that the user is idle, and lets its greenlet, which calls this, wait for the next arrival. False:
  // an exception was thrown into it, and is set.
  bool wait();

 private:
  Engine& engine_;
  load::UserListener& listener_;
  std::uint32_t index_;
  Object user_object_;
  UserBase* user_ = nullptr;
  Waiting waiting_;
  bool called_ = false;
};

}  // namespace acrida::scenario::python
