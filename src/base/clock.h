// Time as everything in acrida sees it: injected, so that an hour can be tested in a moment.
#pragma once

#include <chrono>

#include <acrida/export.h>

namespace acrida::base {

using Duration = std::chrono::nanoseconds;
// A point on a steady clock whose zero means nothing; only differences count.
struct SteadyTime {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<SteadyTime>;
  static constexpr bool is_steady = true;
};
using TimePoint = SteadyTime::time_point;
// A point in calendar time (UTC), for what people and files read.
using WallTime = std::chrono::sys_time<Duration>;

class ACRIDA_API Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  virtual WallTime wall_now() const = 0;
  // How long the calling thread has been on a core; zero, where time is only simulated.
  virtual Duration thread_time() const { return {}; }
};

// CLOCK_MONOTONIC, CLOCK_REALTIME and CLOCK_THREAD_CPUTIME_ID.
class ACRIDA_API SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  WallTime wall_now() const override;
  Duration thread_time() const override;
};

constexpr double seconds_of(Duration d) { return std::chrono::duration<double>(d).count(); }
constexpr double milliseconds_of(Duration d) { return std::chrono::duration<double, std::milli>(d).count(); }
// REQUIRES: |seconds| < 9e9 (nanoseconds in 64 bits).
constexpr Duration from_seconds(double seconds) {
  return std::chrono::round<Duration>(std::chrono::duration<double>(seconds));
}

// start + wait; a wait that means "never" gives the end of time. REQUIRES: wait >= 0
constexpr TimePoint after(TimePoint start, Duration wait) {
  return wait < TimePoint::max() - start ? start + wait : TimePoint::max();
}

}  // namespace acrida::base
