// The users of one engine thread: started on time, stopped together.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "async/timer.h"
#include "load/assignment.h"
#include "load/engine.h"
#include "load/scenario.h"
#include "net/connector.h"
#include "stats/snapshot.h"

namespace acrida::load {

// Told by a worker, on the worker's loop.
struct WorkerEvents {
  std::function<void(stats::Share)> on_share;
  std::function<void()> on_spawned;  // all users of this worker have been started
  // The last user has gone and every share was told. `last_finish`: of a request; the start's when there was
  // none.
  std::function<void(const stats::Histogram& lag, base::TimePoint last_finish)> on_ended;
};

// Belongs to its loop's thread from begin() on, but for users(). User i of the run is its own when i mod
// `workers` is its number, and starts i / spawn_rate seconds after the start.
class Worker final : private UserListener {
 public:
  Worker(async::Loop& loop, net::Connector& connector, const RunPlan& plan, Scenario& scenario,
         stats::EndpointTable& endpoints, const base::Log& log, std::uint32_t number, std::uint32_t workers);
  ~Worker();

  void begin(base::TimePoint start, WorkerEvents events);
  // No more users; those that run may finish their task within the plan's stop timeout.
  void stop();
  // Everybody leaves now, without on_stop.
  void abort();

  std::uint32_t users() const { return users_; }  // from any thread

 private:
  void on_user_ended(std::uint32_t index) override;
  void spawn_due();
  void choose_next();
  void cut_off();
  void tick();
  void reap();
  base::TimePoint now() const { return loop_.clock().now(); }

  async::Loop& loop_;
  net::Connector& connector_;
  const RunPlan& plan_;
  Scenario& scenario_;
  stats::EndpointTable& endpoints_;
  const base::Log& log_;
  std::uint32_t number_, workers_;

  WorkerEvents events_;
  base::TimePoint start_;
  std::optional<Engine> engine_;
  std::unique_ptr<UserFactory> factory_;
  std::map<std::uint32_t, std::unique_ptr<User>> live_;  // by index
  std::vector<std::uint32_t> ended_;  // to be destroyed in the next turn: they may be on the stack
  std::atomic<std::uint32_t> users_ = 0;

  Assignment assignment_;
  std::uint32_t next_index_ = 0;           // the next user of ours
  std::optional<std::size_t> next_class_;  // nullopt: all are started
  bool stopping_ = false;
  bool told_end_ = false;
  async::Timer spawn_timer_, tick_timer_, cut_off_timer_, reap_timer_;
};

}  // namespace acrida::load
