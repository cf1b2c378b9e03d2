#include "async/loop.h"

#include <utility>

namespace acrida::async {

std::optional<base::TimePoint> Loop::next_deadline() const {
  if (has_messages_ || !deferred_.empty()) return clock_.now();
  if (timers_.empty()) return std::nullopt;
  return timers_.first().deadline;
}

bool Loop::turn() {
  const bool busy = turn_until(base::TimePoint::min());
  poller_.arm(next_deadline());
  return busy;
}

void Loop::run() {
  while (!stopping_.exchange(false)) turn_until(next_deadline());
}

void Loop::stop() {
  stopping_ = true;
  poller_.wake();
}

void Loop::post(std::function<void()> message) {
  {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(message));
    has_messages_ = true;
  }
  poller_.wake();
}

bool Loop::turn_until(std::optional<base::TimePoint> deadline) {
  ++turns_;
  bool busy = poller_.poll(deadline);
  busy |= run_timers();
  busy |= run_messages();
  busy |= run_deferred();
  return busy;
}

bool Loop::run_timers() {
  if (timers_.empty()) return false;
  // Only what was set before: a timer that sets itself again for now must not keep the turn from ending.
  const auto first_new = timers_.next_order();
  const auto now = clock_.now();
  bool busy = false;
  while (!timers_.empty() && timers_.first().deadline <= now && timers_.first().order < first_new) {
    Timer& due = *timers_.first().timer;
    timers_.remove(due);
    busy = true;
    due.callback_();
  }
  return busy;
}

bool Loop::run_deferred() {
  if (deferred_.empty()) return false;
  deferred_now_.swap(deferred_);
  for (const Callback& call : deferred_now_) call();
  deferred_now_.clear();
  return true;
}

bool Loop::run_messages() {
  if (!has_messages_) return false;
  std::vector<std::function<void()>> messages;
  {
    const std::lock_guard lock(mutex_);
    messages.swap(messages_);
    has_messages_ = false;
  }
  for (const auto& message : messages) message();
  return true;
}

}  // namespace acrida::async
