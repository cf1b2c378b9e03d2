#include "base/clock.h"

#include <time.h>

namespace acrida::base {
namespace {

Duration read(clockid_t which) {
  timespec ts{};
  clock_gettime(which, &ts);
  return std::chrono::seconds(ts.tv_sec) + std::chrono::nanoseconds(ts.tv_nsec);
}

}  // namespace

TimePoint SystemClock::now() const { return TimePoint(read(CLOCK_MONOTONIC)); }
WallTime SystemClock::wall_now() const { return WallTime(read(CLOCK_REALTIME)); }
Duration SystemClock::thread_time() const { return read(CLOCK_THREAD_CPUTIME_ID); }

}  // namespace acrida::base
