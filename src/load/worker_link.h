// A worker as its runner sees it, wherever it lives: on a thread of this process, or in another one.
#pragma once

#include <cstdint>
#include <functional>

#include "base/clock.h"
#include "load/class_choice.h"
#include "load/engine_health.h"
#include "load/ramp.h"
#include "stats/snapshot.h"

namespace acrida::load {

// What a worker tells.
struct WorkerEvents {
  std::function<void(stats::Share)> on_share;
  // All slots of this change's ramp that are the worker's have been opened, or closed.
  std::function<void(std::uint32_t change)> on_arrived;
  // Since this change no user is there and none is to come.
  std::function<void(std::uint32_t change)> on_idle;
  // Every share was told. `last_finish`: of a request; the start's when there was none.
  std::function<void(const EngineHealth& health, base::TimePoint last_finish)> on_ended;
};

// Belongs to the control loop: what it is told reaches the worker a little later, and so it is with the
// events, which are told from a turn of the control loop. What each call asks for is said in Worker.
class WorkerLink {
 public:
  virtual ~WorkerLink() = default;

  virtual void begin(base::TimePoint start, const Ramp& ramp, WorkerEvents events) = 0;
  virtual void change(const Ramp& ramp, std::uint32_t change, const ClassChoice& of) = 0;
  virtual void stop(std::uint32_t change) = 0;
  virtual void abort(std::uint32_t change) = 0;
  virtual void finish() = 0;
  virtual void start_anew(std::int64_t second) = 0;

  // How many users it has, and requests that are out, as far as is known here: some milliseconds old.
  virtual stats::Gauges gauges() const = 0;
};

}  // namespace acrida::load
