#include "scenario/cpp/cpp_user.h"

#include <algorithm>
#include <utility>

#include "async/sleep.h"

namespace acrida::scenario::cpp {
namespace {

constexpr base::Duration kFarewellLimit = std::chrono::seconds(5);

// Which task comes next.
class TaskOrder {
 public:
  TaskOrder(const detail::BehaviourDefinition& of, bool once) : of_(of), once_(once) {}

  // Null: each has had its turn.
  const detail::TaskEntry* next(Random& random) {
    if (!once_ && !of_.sequential) return &of_.pick(random);
    if (once_ && next_ == of_.tasks.size()) return nullptr;
    const auto& task = of_.tasks[next_];
    if (once_ || ++times_ == task.weight) {
      times_ = 0;
      ++next_;
      if (!once_) next_ %= of_.tasks.size();
    }
    return &task;
  }

 private:
  const detail::BehaviourDefinition& of_;
  bool once_;
  std::size_t next_ = 0;
  int times_ = 0;  // the next one has come so often in a row
};

}  // namespace

CppUser::CppUser(std::unique_ptr<acrida::User> user, load::UserListener& listener, Troubles& troubles,
                 Course course)
    : user_(std::move(user)),
      state_(detail::UserState::of(*user_)),
      listener_(listener),
      troubles_(troubles),
      course_(course),
      farewell_limit_(state_.engine().loop, async::Callback::to<&CppUser::end>(this)) {}

// The frames go before the user whose members they use.
CppUser::~CppUser() {
  life_.cancel();
  farewell_.cancel();
  while (!visits_.empty()) visits_.pop_back();
}

void CppUser::start() {
  life_ = async::Job(live(), [this](const std::exception_ptr& thrown) {
    if (!thrown) return leave();
    troubles_.report(thrown, "on_start");
    end();  // what was not begun needs no on_stop
  });
  life_.start();
}

Task<> CppUser::live() {
  try {
    co_await user_->on_start();
    co_await perform(*user_, state_.definition().behaviour);
  } catch (const detail::StopUser&) {
  }
}

void CppUser::stand_by() {
  state_.set_on_call(true);
  start();
}

// Whoever is told that the user is idle may begin its iteration at once: then nobody is resumed, and the
// coroutine goes on without having been suspended, or else one arrival after the other would go deeper into
// the stack.
struct CppUser::NextArrival {
  CppUser& of;
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiting) const {
    CppUser& user = of;  // this may be gone when on_user_idle returns
    user.phase_ = Phase::waiting;
    user.telling_ = true;
    user.listener_.on_user_idle(user.state_.index());
    user.telling_ = false;
    if (user.has_arrival_) return false;
    user.waits_for_arrival_ = waiting;
    return true;
  }
  void await_resume() const noexcept {}
};

void CppUser::iterate(base::TimePoint intended) {
  state_.intend(intended);
  has_arrival_ = true;
  phase_ = Phase::in_task;
  if (!telling_) std::exchange(waits_for_arrival_, nullptr).resume();
}

// Returns when each task was there once, if that is the course; else it ends by StopUser or InterruptTaskSet.
Task<> CppUser::perform(Behaviour& who, const detail::BehaviourDefinition& what) {
  async::Loop& loop = state_.engine().loop;
  const bool stands_by = state_.is_on_call();
  const bool once = course_ == Course::each_task_once;
  const WaitTime& wait_time = what.wait_time ? what.wait_time : state_.definition().behaviour.wait_time;
  TaskOrder order(what, once);
  base::TimePoint began = now();  // when the task should have
  while (may_begin()) {
    // Of a set of tasks, the arrival that has led into it begins the first task inside.
    if (stands_by && !has_arrival_) co_await NextArrival{*this};
    const detail::TaskEntry* const task = order.next(state_.random());
    if (task == nullptr) break;
    const auto turn = loop.turns();
    phase_ = Phase::in_task;
    state_.leave_on_purpose(false);
    bool wait_after = !once;
    try {
      if (task->set) {
        wait_after &= co_await visit(who, *task);
      } else {
        stands_by ? has_arrival_ = false : --state_.engine().iterations_left;
        co_await task->run(who);
      }
    } catch (const detail::StopUser&) {
      if (!once || stopping_) throw;
    } catch (const detail::InterruptTaskSet&) {
      if (!once) throw;
    } catch (...) {
      troubles_.report(std::current_exception(), task->name);
    }
    state_.intend_nothing();
    has_arrival_ = false;
    if (stands_by || !may_begin()) continue;
    Wait wait;
    if (wait_time) {  // else nobody asks when the task began
      const auto ended = now();
      if (wait_after) wait = ask(wait_time, ended - began);
      began = base::after(ended, wait.time);
      if (wait.paced) state_.intend(ended + wait.intended);
    }
    // A task that never waited must not keep the others from their turn.
    if (wait.time == Duration::zero() && turn != loop.turns()) continue;
    phase_ = Phase::waiting;
    co_await async::SleepUntil(loop, wait_time ? began : now());
    if (wait.time > Duration::zero()) state_.engine().health.dispatch_lag.record(now() - began);
  }
  if (stopping_) throw detail::StopUser{};
}

// A closed user ends when all iterations of its thread have begun.
bool CppUser::may_begin() {
  if (!state_.is_on_call() && state_.engine().iterations_left == 0) stopping_ = true;
  return !stopping_;
}

CppUser::Wait CppUser::ask(const WaitTime& wait_time, Duration task_time) {
  WaitContext context{state_.random(), task_time};
  try {
    const Duration wait = wait_time(context);
    return {std::max(wait, Duration::zero()), wait, context.paced};
  } catch (...) {
    troubles_.report(std::current_exception(), "wait_time");
    return {};
  }
}

// A set of tasks, from its making to its end; one that the user's own end cuts short stays in visits_, for
// its on_stop. Returns whether a wait is to follow.
Task<bool> CppUser::visit(Behaviour& from, const detail::TaskEntry& task) {
  visits_.push_back({detail::UserState::make_set(task.make_set, from)});
  Behaviour& set = *visits_.back().set;
  bool wait = true;
  try {
    co_await set.on_start();
    visits_.back().started = true;
    co_await perform(set, *task.set);
  } catch (const detail::InterruptTaskSet& interrupt) {
    wait = interrupt.wait;
  } catch (const detail::StopUser&) {
    if (course_ == Course::endless || stopping_) throw;
  } catch (...) {
    visits_.pop_back();
    throw;  // from on_start: as from any task
  }
  if (std::exchange(visits_.back().started, false)) co_await say_goodbye(set);
  visits_.pop_back();
  co_return wait;
}

Task<> CppUser::say_goodbye(Behaviour& who) {
  try {
    co_await who.on_stop();
  } catch (...) {
    troubles_.report(std::current_exception(), "on_stop");
  }
}

// From the innermost set outwards.
Task<> CppUser::farewell() {
  while (!visits_.empty()) {
    if (std::exchange(visits_.back().started, false)) co_await say_goodbye(*visits_.back().set);
    visits_.pop_back();
  }
  co_await say_goodbye(*user_);
}

void CppUser::stop_gently() {
  stopping_ = true;
  if (phase_ == Phase::waiting) stop();
}

void CppUser::stop() {
  if (phase_ == Phase::leaving || phase_ == Phase::ended) return;
  state_.set_stopping(true);
  life_.cancel();
  state_.set_stopping(false);  // on_stop is as good as any other code
  leave();
}

void CppUser::abort() {
  state_.set_stopping(true);
  life_.cancel();
  farewell_.cancel();
  end();
}

void CppUser::leave() {
  state_.intend_nothing();
  phase_ = Phase::leaving;
  farewell_limit_.set(now() + kFarewellLimit);
  farewell_ = async::Job(farewell(), [this](const std::exception_ptr&) { end(); });
  farewell_.start();
}

void CppUser::end() {
  if (std::exchange(phase_, Phase::ended) == Phase::ended) return;
  farewell_limit_.cancel();
  listener_.on_user_ended(state_.index());
}

}  // namespace acrida::scenario::cpp
