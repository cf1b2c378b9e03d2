#include "async/poller.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include <gtest/gtest.h>

namespace acrida::async {
namespace {

using namespace std::chrono_literals;

struct Seen final : Watch {
  void on_event(bool finished) override {
    ++events;
    peer_finished = finished;
    if (also_forget) poller->forget(fd_to_forget, *also_forget);
  }
  int events = 0;
  bool peer_finished = false;
  EpollPoller* poller = nullptr;
  Watch* also_forget = nullptr;
  int fd_to_forget = -1;
};

class EpollPollerTest : public testing::Test {
 protected:
  void SetUp() override {
    for (auto& pair : pairs_) {
      std::array<int, 2> ends{};
      ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
      pair = {base::Fd(ends[0]), base::Fd(ends[1])};
    }
  }
  bool poll_now() { return poller_.poll(base::TimePoint::min()); }
  bool readable_within(int fd, int milliseconds) {
    pollfd waiting{fd, POLLIN, 0};
    return ::poll(&waiting, 1, milliseconds) == 1;
  }

  base::SystemClock clock_;
  EpollPoller poller_{clock_};
  std::array<std::array<base::Fd, 2>, 2> pairs_;
};

TEST_F(EpollPollerTest, OfAForkedProcessTellsNothingAndLeavesItsParentsWatchesAlone) {
  Seen seen;
  poller_.watch(pairs_[0][0].get(), seen);
  poll_now();
  const pid_t child = ::fork();
  if (child == 0) {
    poller_.part_from_parent();
    poller_.forget(pairs_[0][0].get(), seen);
    [[maybe_unused]] const auto n = ::write(pairs_[0][1].get(), "x", 1);
    ::_exit(poll_now() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  seen.events = 0;
  EXPECT_TRUE(poll_now());
  EXPECT_EQ(seen.events, 1);
}

TEST_F(EpollPollerTest, TellsOfDataAndOfAPeerThatFinished) {
  Seen seen;
  poller_.watch(pairs_[0][0].get(), seen);
  EXPECT_TRUE(poll_now());  // writable, to begin with
  seen.events = 0;
  EXPECT_FALSE(poll_now());
  ASSERT_EQ(::write(pairs_[0][1].get(), "x", 1), 1);
  EXPECT_TRUE(poll_now());
  EXPECT_EQ(seen.events, 1);
  EXPECT_FALSE(seen.peer_finished);
  pairs_[0][1].reset();
  EXPECT_TRUE(poll_now());
  EXPECT_TRUE(seen.peer_finished);
}

TEST_F(EpollPollerTest, TellsNothingOfWhatWasForgottenWhileTelling) {
  Seen first;
  Seen second;
  poller_.watch(pairs_[0][0].get(), first);
  poller_.watch(pairs_[1][0].get(), second);
  first.poller = second.poller = &poller_;
  // Whichever is told first makes the poller forget the other.
  first.also_forget = &second;
  first.fd_to_forget = pairs_[1][0].get();
  second.also_forget = &first;
  second.fd_to_forget = pairs_[0][0].get();
  poll_now();
  EXPECT_EQ(first.events + second.events, 1);
}

TEST_F(EpollPollerTest, ItsDescriptorBecomesReadableAtTheDeadline) {
  poller_.arm(clock_.now() + 5ms);
  EXPECT_TRUE(readable_within(poller_.fd(), 10'000));
  EXPECT_FALSE(poll_now());  // no watch was called, and the alarm is over
  EXPECT_FALSE(readable_within(poller_.fd(), 0));
}

TEST_F(EpollPollerTest, IsWokenOnce) {
  poller_.wake();
  poller_.poll(std::nullopt);  // would wait for ever
  EXPECT_FALSE(readable_within(poller_.fd(), 0));
}

}  // namespace
}  // namespace acrida::async
