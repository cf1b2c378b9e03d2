// Simulated time: a clock that stands still until it is moved, and a poller that moves it instead of waiting.
#pragma once

#include <cstdint>
#include <stdexcept>

#include "async/poller.h"
#include "base/clock.h"

namespace acrida::fakes {

class ManualClock final : public base::Clock {
 public:
  base::TimePoint now() const override { return now_; }
  base::WallTime wall_now() const override { return kWallStart + now_.time_since_epoch(); }
  base::Duration thread_time() const override { return worked_; }
  void advance(base::Duration by) { now_ += by; }
  // As time goes by while the thread is busy.
  void work(base::Duration by) {
    now_ += by;
    worked_ += by;
  }
  void advance_to(base::TimePoint when) {
    if (when > now_) now_ = when;
  }

  // 2026-01-01T00:00:00Z, when now() is the epoch.
  static constexpr base::WallTime kWallStart{std::chrono::seconds(1'767'225'600)};

 private:
  base::TimePoint now_{};
  base::Duration worked_{};
};

// A poller without descriptors: waiting until a deadline takes no time, the clock just shows it.
class ManualPoller final : public async::Poller {
 public:
  explicit ManualPoller(ManualClock& clock) : clock_(clock) {}

  void watch(int, async::Watch&) override { throw std::logic_error("a ManualPoller has no descriptors"); }
  void forget(int, async::Watch&) override {}
  bool poll(std::optional<base::TimePoint> deadline) override {
    if (woken_) {
      woken_ = false;
    } else if (deadline) {
      clock_.advance_to(*deadline);
    } else {
      throw std::logic_error("the loop would wait for ever: no timer is set and nothing was posted");
    }
    return false;
  }
  void spin_while(const std::uint32_t*) override {}
  void wake() override { woken_ = true; }
  int fd() const override { return -1; }
  void arm(std::optional<base::TimePoint>) override {}

 private:
  ManualClock& clock_;
  bool woken_ = false;
};

}  // namespace acrida::fakes
