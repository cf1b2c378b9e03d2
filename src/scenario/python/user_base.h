// The parts of a user and of a set of tasks that C++ reads and writes without asking Python: the base types
// of locust.user.users.User and locust.user.task.TaskSet.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "scenario/python/object.h"

namespace acrida::scenario::python {

class OnCall;

// What constant_pacing() remembers of the object that it waits for: seconds of a steady clock.
struct Pacing {
  double last_run;   // when it was asked last; at first, when the object was made
  double last_wait;  // and what it answered
  double begun;      // when the first of its tasks began, after on_start; 0: it has not yet
  double intended;   // when the next task should begin, perhaps in the past; 0: nobody has said
};

// What a user is doing. In Python it is `_state`: None or the name.
enum class State : std::uint8_t { none, running, waiting, stopping };

struct TaskSetBase {
  PyObject ob_base;
  Pacing pacing;
};

struct UserBase {
  PyObject ob_base;
  Pacing pacing;
  OnCall* on_call;           // null: it begins its tasks by itself
  base::TimePoint intended;  // when the schedule wanted the next request to start; 0: when it does
  State state;
  bool killed;            // in Python `killed`: whoever blocks from now on gets a GreenletExit
  std::uint16_t refused;  // how often it has got one because of that
};

// The object as what it is; null, without an exception, if it is something else.
UserBase* user_of(PyObject* object);
Pacing* pacing_of(PyObject* object);

// The seconds that pacing counts in.
double pacing_now();

// Adds the types `UserBase` and `TaskSetBase`.
bool add_user_base(PyObject* module);

}  // namespace acrida::scenario::python
