#include "async/loop.h"

#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"

namespace acrida::async {
namespace {

using namespace std::chrono_literals;

TEST(Loop, ServesMessagesInTheOrderPosted) {
  fakes::ManualClock clock;
  fakes::ManualPoller poller(clock);
  Loop loop(clock, poller);
  std::vector<int> seen;
  for (int i = 0; i < 3; ++i) loop.post([&, i] { seen.push_back(i); });
  EXPECT_EQ(loop.next_deadline(), clock.now());
  EXPECT_TRUE(loop.turn());
  EXPECT_EQ(seen, (std::vector<int>{0, 1, 2}));
  EXPECT_FALSE(loop.turn());
}

// Notes when it is called.
struct Noted {
  void call() { seen.push_back(number); }
  std::vector<int>& seen;
  int number;
};

TEST(Loop, CallsWhatIsDeferredWhenTheTurnIsOver) {
  fakes::ManualClock clock;
  fakes::ManualPoller poller(clock);
  Loop loop(clock, poller);
  std::vector<int> seen;
  Noted first{seen, 1}, second{seen, 2};
  loop.post([&] {
    loop.defer(Callback::to<&Noted::call>(&first));
    loop.defer(Callback::to<&Noted::call>(&second));
    seen.push_back(0);
  });
  loop.turn();
  EXPECT_EQ(seen, (std::vector<int>{0, 1, 2}));
  EXPECT_FALSE(loop.turn());
}

TEST(Loop, DoesNotWaitWhenSomethingWasDeferredOutsideOfATurn) {
  fakes::ManualClock clock;
  fakes::ManualPoller poller(clock);
  Loop loop(clock, poller);
  std::vector<int> seen;
  Noted noted{seen, 1};
  loop.defer(Callback::to<&Noted::call>(&noted));
  EXPECT_EQ(loop.next_deadline(), clock.now());
  EXPECT_TRUE(loop.turn());
  EXPECT_EQ(seen, (std::vector<int>{1}));
}

TEST(Loop, AMessageThatPostsAnotherLetsTheTurnEnd) {
  fakes::ManualClock clock;
  fakes::ManualPoller poller(clock);
  Loop loop(clock, poller);
  int calls = 0;
  loop.post([&] {
    ++calls;
    loop.post([&] { ++calls; });
  });
  loop.turn();
  EXPECT_EQ(calls, 1);
  loop.turn();
  EXPECT_EQ(calls, 2);
}

TEST(Loop, AnHourOfTimersTakesNoTime) {
  struct Ticker {
    void tick() {
      if (++ticks < 3600) {
        timer.set(loop.clock().now() + 1s);
      } else {
        loop.stop();
      }
    }
    Loop& loop;
    Timer timer{loop, Callback::to<&Ticker::tick>(this)};
    int ticks = 0;
  };
  fakes::ManualClock clock;
  fakes::ManualPoller poller(clock);
  Loop loop(clock, poller);
  Ticker ticker{loop};
  ticker.timer.set(clock.now() + 1s);
  loop.run();
  EXPECT_EQ(ticker.ticks, 3600);
  EXPECT_EQ(clock.now().time_since_epoch(), 1h);
}

TEST(Loop, IsWokenByAMessageFromAnotherThread) {
  const base::SystemClock clock;
  EpollPoller poller(clock);
  Loop loop(clock, poller);
  std::thread other([&] { loop.post([&] { loop.stop(); }); });
  loop.run();  // waits for ever otherwise: no timer is set
  other.join();
}

TEST(Loop, StopBeforeRunEndsItAtOnce) {
  const base::SystemClock clock;
  EpollPoller poller(clock);
  Loop loop(clock, poller);
  loop.stop();
  loop.run();
}

}  // namespace
}  // namespace acrida::async
