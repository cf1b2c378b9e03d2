#include "async/timer.h"

#include <algorithm>

#include "async/loop.h"

namespace acrida::async {
namespace {

constexpr std::size_t kArity = 4;

bool earlier(const TimerHeap::Entry& a, const TimerHeap::Entry& b) {
  return a.deadline != b.deadline ? a.deadline < b.deadline : a.order < b.order;
}

}  // namespace

void TimerHeap::place(std::size_t index, Entry entry) {
  entry.timer->place_ = index;
  entries_[index] = entry;
}

void TimerHeap::rise(std::size_t index, Entry entry) {
  while (index > 0) {
    const std::size_t parent = (index - 1) / kArity;
    if (!earlier(entry, entries_[parent])) break;
    place(index, entries_[parent]);
    index = parent;
  }
  place(index, entry);
}

void TimerHeap::sink(std::size_t index, Entry entry) {
  while (true) {
    const std::size_t child = index * kArity + 1;
    if (child >= entries_.size()) break;
    std::size_t least = child;
    for (std::size_t other = child + 1; other < std::min(child + kArity, entries_.size()); ++other) {
      if (earlier(entries_[other], entries_[least])) least = other;
    }
    if (!earlier(entries_[least], entry)) break;
    place(index, entries_[least]);
    index = least;
  }
  place(index, entry);
}

void TimerHeap::insert(Timer& timer, base::TimePoint deadline) {
  entries_.emplace_back();
  rise(entries_.size() - 1, Entry{deadline, next_order_++, &timer});
}

void TimerHeap::remove(Timer& timer) {
  const std::size_t index = std::exchange(timer.place_, Timer::kNowhere);
  const Entry last = entries_.back();
  entries_.pop_back();
  if (last.timer == &timer) return;
  if (index > 0 && earlier(last, entries_[(index - 1) / kArity])) {
    rise(index, last);
  } else {
    sink(index, last);
  }
}

void Timer::set(base::TimePoint deadline) {
  cancel();
  loop_->timers_.insert(*this, deadline);
}

void Timer::cancel() {
  if (is_set()) loop_->timers_.remove(*this);
}

}  // namespace acrida::async
