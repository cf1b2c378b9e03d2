// Looks at the engine thread itself, many times a second.
#pragma once

#include "async/timer.h"
#include "load/engine.h"

namespace acrida::load {

// Beats at fixed times, whether or not the last beat was late: a loop that was blocked for a second has as
// many late beats as a second has.
class HealthWatch {
 public:
  static constexpr base::Duration kBeat = std::chrono::milliseconds(50);

  // `on_beat` is called at each beat, late ones together.
  HealthWatch(Engine& engine, async::Callback on_beat);

  void begin();
  void stop() { timer_.cancel(); }

 private:
  void beat();
  void look_at_core(base::TimePoint now);

  Engine& engine_;
  async::Callback on_beat_;
  base::TimePoint due_, core_since_;
  base::Duration core_time_{};  // that the thread had used then
  async::Timer timer_;
};

}  // namespace acrida::load
