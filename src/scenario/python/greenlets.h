// Greenlets that wait for something of the engine's, and how they go on.
#pragma once

#include <deque>

#include "scenario/python/object.h"

namespace acrida::scenario::python {

class Greenlets;

// One wait of one greenlet. Lives on the heap, with the call or the timer that is waited for: all greenlets
// share one C stack, which is copied away while they wait.
class Waiting {
 public:
  Waiting() = default;
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  bool is_blocked() const { return static_cast<bool>(who_); }

 private:
  friend class Greenlets;

  Object who_;  // null: nobody waits
  bool queued_ = false, woken_ = false;
};

// Switches between the greenlets of one thread and its gevent hub.
class Greenlets {
 public:
  // The hub is a greenlet of this thread; kept. Call find_greenlets() first.
  explicit Greenlets(PyObject* hub) : hub_(Object::keep(hub)) {}

  // Until somebody calls wake() with it, the calling greenlet waits and others run. False: an exception is
  // set, either one that was thrown into the greenlet meanwhile (GreenletExit, gevent.Timeout …) or the one
  // that tells that the hub itself must not wait.
  bool block(Waiting& waiting);
  // The greenlet that waits for it goes on when run_ready() comes to it. Nothing happens when nobody does.
  void wake(Waiting& waiting);
  // Lets all go on that were woken. REQUIRES: called by the hub, and never from a turn of the engine's loop.
  // False: an exception is set, which somebody threw into the hub or a greenlet died of.
  bool run_ready();
  bool any_ready() const { return !ready_.empty(); }
  // Lets none of those go on that were woken.
  void drop_ready() { ready_.clear(); }
  // How many wait.
  std::size_t blocked() const { return blocked_; }
  // Whether the calling greenlet is the hub.
  bool in_hub() const;

 private:
  PyObject* next_ready();
  void forget(Waiting& waiting);

  Object hub_;
  std::deque<Waiting*> ready_;  // null: gave up meanwhile
  std::size_t blocked_ = 0;
};

// Looks up the functions of the package greenlet. False: an exception is set.
bool find_greenlets();

// The class GreenletExit. Borrowed. REQUIRES: find_greenlets()
PyObject* greenlet_exit();

}  // namespace acrida::scenario::python
