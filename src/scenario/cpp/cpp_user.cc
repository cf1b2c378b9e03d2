#include "scenario/cpp/cpp_user.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "async/sleep.h"

namespace acrida::scenario::cpp {
namespace {

constexpr base::Duration kFarewellLimit = std::chrono::seconds(5);

}  // namespace

CppUser::CppUser(std::unique_ptr<acrida::User> user, load::UserListener& listener, SeenExceptions& seen)
    : user_(std::move(user)),
      state_(detail::UserState::of(*user_)),
      listener_(listener),
      seen_(seen),
      farewell_limit_(state_.engine().loop, async::Callback::to<&CppUser::end>(this)) {}

// The frames go before the user whose members they use.
CppUser::~CppUser() {
  life_.cancel();
  farewell_.cancel();
}

void CppUser::start() {
  life_ = async::Job(live(), [this](const std::exception_ptr& thrown) {
    if (thrown) report(thrown, "on_start");
    leave();
  });
  life_.start();
}

Task<> CppUser::live() {
  async::Loop& loop = state_.engine().loop;
  try {
    co_await user_->on_start();
    while (!stopping_) {
      const auto turn = loop.turns();
      phase_ = Phase::in_task;
      co_await run_task();
      if (stopping_) break;
      const auto& wait_time = state_.definition().wait_time;
      WaitContext context{state_.random()};
      const Duration wait = wait_time ? wait_time(context) : Duration::zero();
      // A task that never waited must not keep the others from their turn.
      if (wait <= Duration::zero() && turn != loop.turns()) continue;
      phase_ = Phase::waiting;
      const auto until = now() + std::max(wait, Duration::zero());
      co_await async::SleepUntil(loop, until);
      if (wait > Duration::zero()) state_.engine().dispatch_lag.record(now() - until);
    }
  } catch (const detail::StopUser&) {
  }
}

// Exceptions of a task are counted and shown, and the user goes on.
Task<> CppUser::run_task() {
  const detail::TaskEntry& task = state_.definition().pick(state_.random());
  try {
    co_await task.run(*user_);
  } catch (const detail::StopUser&) {
    throw;
  } catch (...) {
    report(std::current_exception(), task.name);
  }
}

void CppUser::stop_gently() {
  stopping_ = true;
  if (phase_ == Phase::waiting) stop();
}

void CppUser::stop() {
  if (phase_ == Phase::leaving || phase_ == Phase::ended) return;
  life_.cancel();
  leave();
}

void CppUser::abort() {
  life_.cancel();
  end();
}

void CppUser::leave() {
  phase_ = Phase::leaving;
  farewell_limit_.set(now() + kFarewellLimit);
  farewell_ = async::Job(user_->on_stop(), [this](const std::exception_ptr& thrown) {
    if (thrown) report(thrown, "on_stop");
    end();
  });
  farewell_.start();
}

void CppUser::end() {
  if (std::exchange(phase_, Phase::ended) == Phase::ended) return;
  farewell_limit_.cancel();
  listener_.on_user_ended(state_.index());
}

void CppUser::report(const std::exception_ptr& thrown, const std::string& place) {
  std::string message = "an exception that is no std::exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const detail::StopUser&) {
    return;  // stop_user() in on_stop: it ends anyway
  } catch (const std::exception& e) {
    message = e.what();
  } catch (...) {
  }
  state_.engine().recorder.record_exception(message, place);
  if (seen_.insert(place + '\n' + message).second) {
    state_.engine().log.error(
        fmt::format("exception in {}: {} (shown once, counted always)", place, message));
  }
}

}  // namespace acrida::scenario::cpp
