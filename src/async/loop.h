// One thread's event loop: readiness, timers and messages from other threads, in turns.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "async/poller.h"
#include "async/timer.h"
#include "base/clock.h"

namespace acrida::async {

// Everything but post(), stop() and wake() belongs to the loop's own thread.
class ACRIDA_API Loop {
 public:
  // Both must outlive the loop; `poller` must wait on `clock`'s time.
  Loop(const base::Clock& clock, Poller& poller) : clock_(clock), poller_(poller) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  const base::Clock& clock() const { return clock_; }
  Poller& poller() { return poller_; }

  // The three that a foreign event loop drives this one by. `fd()` is readable when turn() has work, at
  // next_deadline() at the latest; nullopt: no timer is set.
  int fd() const { return poller_.fd(); }
  std::optional<base::TimePoint> next_deadline() const;
  // Serves what is ready, due and posted, without waiting. Returns whether there was anything.
  bool turn();

  // Turns, waiting in between, until stop().
  void run();
  // Ends run() after the current turn, or the next run() at once. From any thread.
  void stop();

  // Calls `message` in a coming turn, in the order posted. From any thread.
  void post(std::function<void()> message);

  // Calls it once, when this turn is over (or the next one, from outside of a turn), in the order deferred.
  // What it defers comes a turn later. On the loop's thread only; the object must still be there then.
  void defer(Callback call) { deferred_.push_back(call); }

  // How often this loop has turned: equal numbers mean that nothing else had a chance to run in between.
  std::uint64_t turns() const { return turns_; }

 private:
  friend class Timer;

  bool turn_until(std::optional<base::TimePoint> deadline);
  bool run_timers();
  bool run_messages();
  bool run_deferred();

  const base::Clock& clock_;
  Poller& poller_;
  TimerHeap timers_;
  std::vector<Callback> deferred_, deferred_now_;
  std::uint64_t turns_ = 0;
  std::atomic<bool> stopping_ = false;

  std::mutex mutex_;
  std::vector<std::function<void()>> messages_;  // guarded by mutex_
  std::atomic<bool> has_messages_ = false;
};

}  // namespace acrida::async
