// Where the operating system tells what is ready: epoll in earnest, a manual one in simulated time.
#pragma once

#include <cstdint>
#include <optional>

#include <acrida/export.h>

#include "async/callback.h"
#include "async/spin.h"
#include "base/clock.h"
#include "base/fd.h"

namespace acrida::async {

// What is told about one descriptor. Its address is its identity from watch() to forget().
class Watch {
 public:
  // Called on every new readiness (edge-triggered). `peer_finished`: the other side has shut down its
  // sending.
  virtual void on_event(bool peer_finished) = 0;

 protected:
  ~Watch() = default;
};

class ACRIDA_API Poller {
 public:
  virtual ~Poller() = default;

  // Reading and writing, edge-triggered, until forgotten.
  virtual void watch(int fd, Watch& watch) = 0;
  // Afterwards `watch` is not called any more, not even for what is already waiting in the current poll().
  virtual void forget(int fd, Watch& watch) = 0;

  // Calls the watches that are ready. Waits for the first one until `deadline` (nullopt: for ever) or wake();
  // a deadline that has passed means not to wait at all. Returns whether any watch was called.
  virtual bool poll(std::optional<base::TimePoint> deadline) = 0;
  // From now on poll() may spin for a moment instead of sleeping, as long as `awaited` says that few answers
  // are out; null: never. `awaited` outlives the poller or the next call.
  virtual void spin_while(const std::uint32_t* awaited) = 0;
  // Ends the current or the next poll() early. From any thread, and from a signal handler.
  virtual void wake() = 0;

  // A descriptor that becomes readable when poll() has something to do, at `deadline` at the latest.
  virtual int fd() const = 0;
  virtual void arm(std::optional<base::TimePoint> deadline) = 0;
};

// epoll, with a timerfd for deadlines (epoll_wait's own are whole milliseconds) and an eventfd for wake().
class ACRIDA_API EpollPoller final : public Poller {
 public:
  // `clock` is the one that deadlines are read on. It must run with CLOCK_MONOTONIC.
  explicit EpollPoller(const base::Clock& clock);
  ~EpollPoller() override;

  void watch(int fd, Watch& watch) override;
  void forget(int fd, Watch& watch) override;
  bool poll(std::optional<base::TimePoint> deadline) override;
  void spin_while(const std::uint32_t* awaited) override { awaited_ = awaited; }
  void wake() override;
  int fd() const override { return epoll_.get(); }
  void arm(std::optional<base::TimePoint> deadline) override;
  // For a process that fork() has just made, which has a part in its parent's descriptors: from now on it has
  // others, which nothing is ready on, and whatever it does here does not touch the parent.
  void part_from_parent();

 private:
  struct Batch;

  void open();

  void spin(Batch& batch, std::optional<base::TimePoint> deadline);

  const base::Clock& clock_;
  base::Fd epoll_, timer_, wake_;
  std::optional<base::TimePoint> armed_;  // what the timerfd is set to, until it has told
  Batch* batch_ = nullptr;                // the events being told just now
  const std::uint32_t* awaited_ = nullptr;
  Spin spin_;
};

}  // namespace acrida::async
