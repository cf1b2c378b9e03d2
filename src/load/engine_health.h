// How one engine thread fared, or all of them together: so that the generator is never mistaken for the
// server.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/clock.h"
#include "stats/histogram.h"

namespace acrida::load {

struct EngineHealth {
  // From when an arrival was due, or a waiting user, to when it was acted upon.
  stats::Histogram dispatch_lag;
  // How late a timer of the engine's own fired, many times a second: what a blocked or starved loop adds to
  // every time that is measured on it.
  stats::Histogram loop_lag;
  // Arrivals whose first request had to wait for a connection to be opened.
  std::uint64_t late_connections = 0;
  // The largest part of one second, 0..1, that the thread spent on its core; of all threads, the busiest
  // one's.
  double peak_core_share = 0;

  void merge(const EngineHealth& other) {
    dispatch_lag.merge(other.dispatch_lag);
    loop_lag.merge(other.loop_lag);
    late_connections += other.late_connections;
    peak_core_share = std::max(peak_core_share, other.peak_core_share);
  }
};

}  // namespace acrida::load
