#include "async/signals.h"

#include <signal.h>

#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"

namespace acrida::async {
namespace {

TEST(Signals, CallOnTheLoopWithTheirNumber) {
  const base::SystemClock clock;
  EpollPoller poller(clock);
  Loop loop(clock, poller);
  std::vector<int> counts;
  const Signals signals(loop, {SIGUSR1, SIGUSR2}, [&](int count) { counts.push_back(count); });
  ::raise(SIGUSR1);
  EXPECT_TRUE(counts.empty());  // not from inside the handler
  loop.turn();
  ::raise(SIGUSR2);
  loop.turn();
  EXPECT_EQ(counts, (std::vector<int>{1, 2}));
}

TEST(Signals, TheThirdEndsTheProcess) {
  const auto insist = [] {
    const base::SystemClock clock;
    EpollPoller poller(clock);
    Loop loop(clock, poller);
    const Signals signals(loop, {SIGUSR1}, [](int) {});
    for (int i = 0; i < 3; ++i) ::raise(SIGUSR1);
  };
  EXPECT_EXIT(insist(), testing::ExitedWithCode(130), "");
}

TEST(Signals, GiveBackTheHandlersOfBefore) {
  struct sigaction before {};
  ::sigaction(SIGUSR1, nullptr, &before);
  {
    const base::SystemClock clock;
    EpollPoller poller(clock);
    Loop loop(clock, poller);
    const Signals signals(loop, {SIGUSR1}, [](int) {});
  }
  struct sigaction after {};
  ::sigaction(SIGUSR1, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

}  // namespace
}  // namespace acrida::async
