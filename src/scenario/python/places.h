// How many requests of one session may be out at once.
#pragma once

#include <list>

#include "scenario/python/engine.h"

namespace acrida::scenario::python {

class Places {
 public:
  // 0: as many as there are.
  void set_most(unsigned most) { most_ = most; }

  // Takes a place; lets the calling greenlet wait until there is one. False: an exception is set, and none
  // was taken.
  bool enter(Engine& engine) { return most_ == 0 || enter_limited(engine); }
  void leave(Engine& engine) {
    if (most_ != 0) leave_limited(engine);
  }

 private:
  bool enter_limited(Engine& engine);
  void leave_limited(Engine& engine);

  unsigned most_ = 0, taken_ = 0;
  std::list<Waiting*> queue_;  // those that wait, each on the heap
};

}  // namespace acrida::scenario::python
