#include "async/timer.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/random.h>

#include "async/loop.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::async {
namespace {

using namespace std::chrono_literals;

class TimerTest : public testing::Test {
 protected:
  void turn_at(base::Duration when) {
    clock_.advance_to(base::TimePoint(when));
    loop_.turn();
  }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  Loop loop_{clock_, poller_};
};

struct Count {
  void tick() { ++ticks; }
  int ticks = 0;
};

TEST_F(TimerTest, FiresOnceAtItsDeadlineAndNotBefore) {
  Count count;
  Timer timer(loop_, Callback::to<&Count::tick>(&count));
  timer.set(base::TimePoint(10ms));
  turn_at(9ms);
  EXPECT_EQ(count.ticks, 0);
  turn_at(10ms);
  EXPECT_EQ(count.ticks, 1);
  EXPECT_FALSE(timer.is_set());
  turn_at(20ms);
  EXPECT_EQ(count.ticks, 1);
}

TEST_F(TimerTest, MovesWhenSetAgain) {
  Count count;
  Timer timer(loop_, Callback::to<&Count::tick>(&count));
  timer.set(base::TimePoint(10ms));
  timer.set(base::TimePoint(30ms));
  turn_at(20ms);
  EXPECT_EQ(count.ticks, 0);
  EXPECT_EQ(loop_.next_deadline(), base::TimePoint(30ms));
}

TEST_F(TimerTest, IsCancelledByItsDestructor) {
  Count count;
  {
    Timer timer(loop_, Callback::to<&Count::tick>(&count));
    timer.set(base::TimePoint(10ms));
  }
  EXPECT_EQ(loop_.next_deadline(), std::nullopt);
  turn_at(20ms);
  EXPECT_EQ(count.ticks, 0);
}

TEST_F(TimerTest, LetsTheTurnEndThoughItSetsItselfAgainForNow) {
  struct Again {
    void tick() {
      ++ticks;
      timer->set(base::TimePoint::min());
    }
    Timer* timer = nullptr;
    int ticks = 0;
  } again;
  Timer timer(loop_, Callback::to<&Again::tick>(&again));
  again.timer = &timer;
  timer.set(base::TimePoint::min());
  loop_.turn();
  EXPECT_EQ(again.ticks, 1);
  loop_.turn();
  EXPECT_EQ(again.ticks, 2);
}

// Thousands of timers set, moved and cancelled at random fire in the order of a sorted list.
TEST_F(TimerTest, FiresInOrderOfDeadlineThenOfSetting) {
  struct Entry {
    Entry(Loop& loop, std::vector<int>& order, int id)
        : timer(loop, Callback::to<&Entry::fire>(this)), fired(order), number(id) {}
    void fire() { fired.push_back(number); }
    Timer timer;
    std::vector<int>& fired;
    int number;
    base::TimePoint deadline;
    int set_as = -1;
  };
  Random random(7);
  std::vector<int> fired;
  std::vector<std::unique_ptr<Entry>> entries;
  for (int i = 0; i < 3000; ++i) entries.push_back(std::make_unique<Entry>(loop_, fired, i));
  for (int step = 0; step < 20'000; ++step) {
    Entry& entry = *random.pick(entries);
    if (random.chance(0.3)) {
      entry.timer.cancel();
      entry.set_as = -1;
    } else {
      entry.deadline = base::TimePoint(random.integer(0, 500) * 1us);
      entry.timer.set(entry.deadline);
      entry.set_as = step;
    }
  }
  std::vector<const Entry*> expected;
  for (const auto& entry : entries) {
    if (entry->set_as >= 0) expected.push_back(entry.get());
  }
  std::sort(expected.begin(), expected.end(), [](const Entry* a, const Entry* b) {
    return a->deadline != b->deadline ? a->deadline < b->deadline : a->set_as < b->set_as;
  });
  turn_at(1s);
  ASSERT_EQ(fired.size(), expected.size());
  for (std::size_t i = 0; i < fired.size(); ++i) EXPECT_EQ(fired[i], expected[i]->number) << "at " << i;
}

}  // namespace
}  // namespace acrida::async
