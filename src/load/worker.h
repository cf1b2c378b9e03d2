// The users of one engine thread: started on time, stopped together.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "async/timer.h"
#include "load/assignment.h"
#include "load/engine.h"
#include "load/ramp.h"
#include "load/scenario.h"
#include "load/worker_link.h"
#include "net/connector.h"

namespace acrida::load {

// Belongs to its loop's thread from begin() on, but for users(). Of the slots of a ramp those are its own
// whose number mod `workers` is its number; so are the users' indices. Whatever it is told to do is a change
// with a number, so that its answers can be told from those to an earlier one.
class ACRIDA_API Worker final : private UserListener {
 public:
  Worker(async::Loop& loop, net::Connector& connector, const RunPlan& plan, Scenario& scenario,
         stats::EndpointTable& endpoints, const base::Log& log, std::uint32_t number, std::uint32_t workers);
  ~Worker();

  // Change 0. The events are told on the worker's loop.
  void begin(base::TimePoint start, const Ramp& ramp, WorkerEvents events);
  void change(const Ramp& ramp, std::uint32_t change, const ClassChoice& of);
  // No more users; those that run may finish their task within the plan's stop timeout.
  void stop(std::uint32_t change);
  // Everybody leaves now, without on_stop.
  void abort(std::uint32_t change);
  // Tells its last shares and that it has ended. REQUIRES: it is idle
  void finish();
  // See Recorder.
  void start_anew(std::int64_t second) { engine_->recorder.start_anew(second); }

  std::uint32_t users() const { return users_; }  // from any thread
  // Of a request; the start's when there was none. REQUIRES: begin()
  base::TimePoint last_finish() const { return engine_->recorder.last_finish(); }

 private:
  // A place for a user; its class stays the same, whoever comes to fill it, as long as the choice of classes
  // does.
  struct Slot {
    std::size_t class_index;
    std::uint32_t user = 0;  // the index of the last one
  };
  // An open slot whose user is of another class than it should be now.
  struct Replacement {
    base::TimePoint due;
    std::size_t slot;
  };
  struct CutOff {
    base::TimePoint due;
    std::uint32_t user;
  };

  void on_user_ended(std::uint32_t index) override;
  void on_user_idle(std::uint32_t) override {}
  void follow_ramp();
  bool has_next_slot();
  bool has_new_slot();
  void choose(const ClassChoice& of);
  void replace();
  void open_slot();
  void fill(Slot& slot);
  void close_slot();
  void close_user(std::uint32_t index);
  void let_go(std::uint32_t index, User& user);
  void cut_off();
  void tick();
  void reap();
  void reap_soon() { reap_timer_.set(base::TimePoint::min()); }
  std::uint32_t number_of_slot(std::size_t own) const {
    return number_ + static_cast<std::uint32_t>(own) * workers_;
  }
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
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<UserFactory> factory_;
  std::map<std::uint32_t, std::unique_ptr<User>> live_;  // by index
  std::vector<std::uint32_t> ended_;  // to be destroyed in the next turn: they may be on the stack
  std::atomic<std::uint32_t> users_ = 0;

  std::vector<UserClass> classes_;
  ClassChoice choice_;
  Assignment assignment_;
  Ramp ramp_;
  std::vector<Slot> slots_;  // our own, in their order; the first open_ of them are open
  std::size_t open_ = 0;
  std::uint32_t made_ = 0;                // users so far
  std::deque<Replacement> replacements_;  // the next one first
  std::deque<CutOff> cut_offs_;           // the next one first
  std::uint32_t change_ = 0;
  bool arrived_ = false, told_idle_ = false, stopping_ = false;
  async::Timer ramp_timer_, replace_timer_, tick_timer_, cut_off_timer_, reap_timer_;
};

}  // namespace acrida::load
