// One alarm of a Loop, and the heap of all that are set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <acrida/export.h>

#include "async/callback.h"
#include "base/clock.h"

namespace acrida::async {

class Loop;
class Timer;

// Timers by deadline, earliest first; equal deadlines in the order they were set. A 4-ary heap: timers know
// their place, so that setting and cancelling are O(log n).
class TimerHeap {
 public:
  struct Entry {
    base::TimePoint deadline;
    std::uint64_t order;
    Timer* timer;
  };

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  const Entry& first() const { return entries_.front(); }
  void insert(Timer& timer, base::TimePoint deadline);
  void remove(Timer& timer);
  // The order that the next timer set will get.
  std::uint64_t next_order() const { return next_order_; }

 private:
  void place(std::size_t index, Entry entry);
  void rise(std::size_t index, Entry entry);
  void sink(std::size_t index, Entry entry);

  std::vector<Entry> entries_;
  std::uint64_t next_order_ = 0;
};

// Calls back once, at or after its deadline, from a turn of the loop, never from inside set(). Destroying it
// cancels.
class ACRIDA_API Timer {
 public:
  Timer(Loop& loop, Callback callback) : loop_(&loop), callback_(callback) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { cancel(); }

  // A deadline that has passed is served in the next turn. Setting it again moves it.
  void set(base::TimePoint deadline);
  void cancel();
  bool is_set() const { return place_ != kNowhere; }

 private:
  friend class Loop;
  friend class TimerHeap;
  static constexpr std::size_t kNowhere = ~std::size_t{0};

  Loop* loop_;
  Callback callback_;
  std::size_t place_ = kNowhere;
};

}  // namespace acrida::async
