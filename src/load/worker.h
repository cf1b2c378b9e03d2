// The load of one engine thread: closed crews of users, and the pool for arrivals.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include <acrida/export.h>

#include "async/timer.h"
#include "load/engine.h"
#include "load/ramp.h"
#include "load/scenario.h"
#include "load/worker_link.h"
#include "net/connector.h"

namespace acrida::load {

// Belongs to its loop's thread from begin() on, but for its gauges. Of the slots of a crew those are its own
// whose number mod `workers` is its number; so are the users' indices, and the arrivals. Whatever it is told
// to do is a change with a number, so that its answers can be told from those to an earlier one.
class ACRIDA_API Worker final {
 public:
  Worker(async::Loop& loop, net::Connector& connector, const RunPlan& plan, Scenario& scenario,
         stats::EndpointTable& endpoints, const base::Log& log, std::uint32_t number, std::uint32_t workers);
  ~Worker();

  // Change 0. The events are told on the worker's loop.
  void begin(base::TimePoint start, const Ramp& ramp, WorkerEvents events);
  // Of the users that follow no shape.
  void change(const Ramp& ramp, std::uint32_t change, const ClassChoice& of);
  // No more users and arrivals; those that run may finish their task within the plan's stop timeout.
  void stop(std::uint32_t change);
  // Everybody leaves now, without on_stop.
  void abort(std::uint32_t change);
  // Tells its last shares and that it has ended. REQUIRES: it is idle
  void finish();
  // See Recorder.
  void start_anew(std::int64_t second) { engine_->recorder.start_anew(second); }

  // From any thread: how things stood a moment ago.
  std::uint32_t users() const { return users_; }
  std::uint32_t in_flight() const { return in_flight_; }  // requests that are out
  // Of a request; the start's when there was none. REQUIRES: begin()
  base::TimePoint last_finish() const { return engine_->recorder.last_finish(); }

 private:
  struct Load;

  void open_engine();
  std::uint64_t iterations_of_crews() const;
  void on_arrived();
  void on_beat();
  bool is_over() const;
  void look();
  void tick();
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
  std::vector<UserClass> classes_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<UserFactory> factory_;
  std::unique_ptr<Load> load_;
  std::atomic<std::uint32_t> users_ = 0, in_flight_ = 0;
  std::uint32_t change_ = 0;
  bool told_arrived_ = false, told_idle_ = false, stopping_ = false;
  async::Timer tick_timer_;
};

}  // namespace acrida::load
