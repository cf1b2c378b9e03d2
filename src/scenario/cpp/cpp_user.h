// The life of one C++ user: on_start, tasks and waits, on_stop.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <set>
#include <string>

#include <acrida/user.h>

#include "async/job.h"
#include "async/timer.h"
#include "load/scenario.h"
#include "scenario/cpp/user_state.h"

namespace acrida::scenario::cpp {

// Which exceptions were logged on this thread already: each is shown once and counted always.
using SeenExceptions = std::set<std::string>;

class CppUser final : public load::User {
 public:
  CppUser(std::unique_ptr<acrida::User> user, load::UserListener& listener, SeenExceptions& seen);
  ~CppUser() override;

  void start() override;
  void stop_gently() override;
  void stop() override;
  void abort() override;

 private:
  enum class Phase { starting, in_task, waiting, leaving, ended };

  Task<> live();
  Task<> run_task();
  void leave();
  void end();
  void report(const std::exception_ptr& thrown, const std::string& place);
  base::TimePoint now() const { return state_.engine().loop.clock().now(); }

  std::unique_ptr<acrida::User> user_;
  detail::UserState& state_;
  load::UserListener& listener_;
  SeenExceptions& seen_;
  Phase phase_ = Phase::starting;
  bool stopping_ = false;
  async::Job life_;      // live(), then
  async::Job farewell_;  // on_stop()
  async::Timer farewell_limit_;
};

}  // namespace acrida::scenario::cpp
