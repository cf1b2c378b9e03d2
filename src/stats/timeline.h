// Puts the shares of all threads together, second by second, on the control loop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include <acrida/export.h>

#include "base/clock.h"
#include "stats/snapshot.h"

namespace acrida::stats {

// Every second of the run is told exactly once, in order, also when nothing happened in it; what comes after
// its second was told is told at once, marked late. Knows no clock: its owner says when. Starting anew is
// exact on any number of threads, because it takes place between two seconds.
class ACRIDA_API Timeline {
 public:
  // How long after a second's end its shares are waited for.
  static constexpr base::Duration kPatience = std::chrono::milliseconds(200);
  using Tell = std::function<void(Snapshot)>;

  // `started_at` is the wall time of second 0's beginning.
  Timeline(base::WallTime started_at, Tell tell);

  void add(Share share);
  // Tells every second that ended at least kPatience before `since_start`, with these gauges.
  void advance(base::Duration since_start, const Gauges& gauges);
  // Tells all seconds begun before `since_start`, the last one perhaps incomplete. Afterwards only late
  // shares are told.
  void finish(base::Duration since_start, const Gauges& gauges);
  // The statistics start anew with this second, which was not told yet (if it never is, nothing happens).
  // Once it is told, late shares of earlier seconds are dropped.
  void start_anew(std::int64_t second) { anew_from_ = second; }
  // The first second that counts: 0, or since it was told the one of start_anew().
  std::int64_t counts_from() const { return counts_from_; }
  // When the next second can be told, from the start of the run.
  base::Duration next_due() const { return std::chrono::seconds(next_ + 1) + kPatience; }

 private:
  void tell_next(const Gauges& gauges);
  Snapshot snapshot_of(std::int64_t second, Second counts) const;

  base::WallTime started_at_;
  Tell tell_;
  std::map<std::int64_t, Second> waiting_;  // all of them at or after next_
  std::int64_t next_ = 0;                   // the first second not told yet
  std::int64_t anew_from_ = 0, counts_from_ = 0;
  bool finished_ = false;
};

}  // namespace acrida::stats
