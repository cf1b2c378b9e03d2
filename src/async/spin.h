// When it pays to keep asking instead of sleeping: falling asleep and being woken costs tens of microseconds,
// more than many an answer takes.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace acrida::async {

// Learns from how the last spins ended: one that brought nothing is followed by ever more sleeps without a
// spin, so that a slow server, or one that needs this very core, costs next to nothing. Knows no clock.
class Spin {
 public:
  static constexpr base::Duration kLongest = std::chrono::microseconds(100);
  // A spin that took so much longer than it was to: somebody else wants this core.
  static constexpr base::Duration kDisturbed = 10 * kLongest;
  // With more than these out at once, answers come often enough to keep the thread awake anyway.
  static constexpr std::uint32_t kFew = 8;
  static constexpr std::uint32_t kMostSkips = 1024, kSkipsWhenDisturbed = 4096;

  // Whether to spin before the next sleep, with so many answers awaited.
  bool worth(std::uint32_t awaited) {
    if (awaited == 0 || awaited > kFew) return false;
    if (left_to_skip_ == 0) return true;
    --left_to_skip_;
    return false;
  }

  void ended(bool something_came, base::Duration took) {
    if (took >= kDisturbed) {
      left_to_skip_ = kSkipsWhenDisturbed;
    } else if (something_came) {
      skips_ = 0;
    } else {
      skips_ = std::clamp(skips_ * 2, std::uint32_t{1}, kMostSkips);
      left_to_skip_ = skips_;
    }
  }

 private:
  std::uint32_t skips_ = 0, left_to_skip_ = 0;
};

}  // namespace acrida::async
