// The life of one C++ user: on_start, tasks and waits, visits to sets of tasks, on_stop.
#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

#include <acrida/user.h>

#include "async/job.h"
#include "async/timer.h"
#include "load/scenario.h"
#include "scenario/cpp/troubles.h"
#include "scenario/cpp/user_state.h"

namespace acrida::scenario::cpp {

class CppUser final : public load::User {
 public:
  enum class Course {
    endless,        // picks tasks until it is stopped
    each_task_once  // in the order they were added, those inside sets too, without waits, whatever
                    // stop_user() and interrupt() say; then it ends
  };

  CppUser(std::unique_ptr<acrida::User> user, load::UserListener& listener, Troubles& troubles,
          Course course);
  ~CppUser() override;

  void start() override;
  void stand_by() override;
  void iterate(base::TimePoint intended) override;
  void stop_gently() override;
  void stop() override;
  void abort() override;

 private:
  enum class Phase { starting, in_task, waiting, leaving, ended };
  // Until an arrival wants an iteration.
  struct NextArrival;
  // A set of tasks that the user is in.
  struct Visit {
    std::unique_ptr<Behaviour> set;
    bool started = false;  // its on_start has ended well, and its on_stop has not begun
  };

  Task<> live();
  Task<> perform(Behaviour& who, const detail::BehaviourDefinition& what);
  bool may_begin();
  Task<bool> visit(Behaviour& from, const detail::TaskEntry& task);
  Task<> say_goodbye(Behaviour& who);
  Task<> farewell();
  void leave();
  void end();
  // Of a closed user, between two tasks.
  struct Wait {
    Duration time{};      // >= 0
    Duration intended{};  // when the next task should begin, from now; may have passed
    bool paced = false;   // the first request of the next task is meant for that moment
  };
  Wait ask(const WaitTime& wait_time, Duration task_time);
  base::TimePoint now() const { return state_.engine().loop.clock().now(); }

  std::unique_ptr<acrida::User> user_;
  detail::UserState& state_;
  load::UserListener& listener_;
  Troubles& troubles_;
  Course course_;
  Phase phase_ = Phase::starting;
  bool stopping_ = false;
  bool has_arrival_ = false;                     // one that no task has taken yet
  bool telling_ = false;                         // that it is idle
  std::coroutine_handle<> waits_for_arrival_{};  // null: the user is not idle
  std::vector<Visit> visits_;  // the innermost last; not in frames, which a stop destroys before on_stop runs
  async::Job life_;            // live(), then
  async::Job farewell_;        // farewell()
  async::Timer farewell_limit_;
};

}  // namespace acrida::scenario::cpp
