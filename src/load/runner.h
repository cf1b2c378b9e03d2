// Whoever carries out a plan: this process, and later many machines.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/clock.h"
#include "load/class_choice.h"
#include "load/engine_health.h"
#include "stats/snapshot.h"

namespace acrida::load {

struct RunEnd {
  // The first user's start (or the second with which the statistics started anew) … the last finish of a
  // request (of the last user, without any).
  base::Duration duration{};
  base::Duration offered{};  // from the same moment until the users were stopped; 0: nobody had to stop them
  EngineHealth health;       // of all engine threads
};

// Told on the control loop.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void on_snapshot(const stats::Snapshot& second) = 0;
  // All users of the plan have been started; again after each change_users().
  virtual void on_spawned() = 0;
  // The users are about to be stopped, because somebody wants it or the time is over. Once.
  virtual void on_stopping() {}
  // Once, after the last snapshot.
  virtual void on_end(const RunEnd& end) = 0;
};

class Runner {
 public:
  virtual ~Runner() = default;
  // Once. The run ends when its time is over, when stop() or abort() is called, or when no user is left.
  virtual void start() = 0;
  // Goes on with so many users, from now on starting them (or stopping those started last, each as the plan
  // says) at `rate` a second, > 0. Those that are of none of these classes, or too many of one, are replaced
  // at the same rate. A run that is brought to 0 users goes on until it is stopped.
  virtual void change_users(std::uint32_t users, double rate, const ClassChoice& of) = 0;
  // Gracefully, as the plan says. Calling it again does nothing.
  virtual void stop() = 0;
  // At once: what was measured is told, no on_stop runs.
  virtual void abort() = 0;
};

}  // namespace acrida::load
