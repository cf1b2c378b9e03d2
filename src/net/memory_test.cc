#include "net/memory.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"

namespace acrida::net {
namespace {

using namespace std::chrono_literals;
using Kind = IoResult::Kind;

struct Count {
  void tick() { ++ticks; }
  int ticks = 0;
};

class MemoryStreamTest : public testing::Test {
 protected:
  std::string read(Stream& from) {
    std::array<char, 64> buffer{};
    const auto got = from.read_some(buffer);
    return got.kind == Kind::bytes ? std::string(buffer.data(), got.count) : "";
  }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
};

TEST_F(MemoryStreamTest, CarriesBytesBothWays) {
  auto [near, far] = in_memory_pair(loop_);
  EXPECT_EQ(near->write_some("hello").count, 5u);
  EXPECT_EQ(read(*far), "hello");
  EXPECT_EQ(far->write_some("you").count, 3u);
  EXPECT_EQ(read(*near), "you");
  std::array<char, 8> buffer{};
  EXPECT_EQ(near->read_some(buffer).kind, Kind::would_block);
}

TEST_F(MemoryStreamTest, TellsTheReaderLaterAndTheWriterWhenThereIsRoom) {
  auto [near, far] = in_memory_pair(loop_, 4);
  Count near_ready;
  Count far_ready;
  near->on_ready(async::Callback::to<&Count::tick>(&near_ready));
  far->on_ready(async::Callback::to<&Count::tick>(&far_ready));
  loop_.turn();
  near_ready.ticks = far_ready.ticks = 0;
  EXPECT_EQ(near->write_some("123456").count, 4u);
  EXPECT_EQ(near->write_some("56").kind, Kind::would_block);
  EXPECT_EQ(far_ready.ticks, 0);  // never from inside
  loop_.turn();
  EXPECT_EQ(far_ready.ticks, 1);
  EXPECT_EQ(read(*far), "1234");
  loop_.turn();
  EXPECT_GE(near_ready.ticks, 1);
  EXPECT_EQ(near->write_some("56").count, 2u);
}

TEST_F(MemoryStreamTest, AnEndThatGoesLeavesItsLastWords) {
  auto [near, far] = in_memory_pair(loop_);
  near->write_some("bye");
  near.reset();
  EXPECT_TRUE(far->peer_finished());
  EXPECT_EQ(read(*far), "bye");
  std::array<char, 8> buffer{};
  EXPECT_EQ(far->read_some(buffer).kind, Kind::end);
  const auto written = far->write_some("x");
  EXPECT_EQ(written.kind, Kind::error);
  EXPECT_EQ(written.error, EPIPE);
}

TEST_F(MemoryStreamTest, ASideMayFinishAndGoOnReading) {
  auto [near, far] = in_memory_pair(loop_);
  near->write_some("last");
  near->finish();
  EXPECT_EQ(near->write_some("more").error, EPIPE);
  EXPECT_TRUE(far->peer_finished());
  EXPECT_FALSE(near->peer_finished());
  EXPECT_EQ(read(*far), "last");
  std::array<char, 8> buffer{};
  EXPECT_EQ(far->read_some(buffer).kind, Kind::end);
  EXPECT_EQ(far->write_some("answer").count, 6u);
  EXPECT_EQ(read(*near), "answer");
}

TEST_F(MemoryStreamTest, AnEndThatGoesWithBytesUnreadResetsTheOther) {
  auto [near, far] = in_memory_pair(loop_);
  near->write_some("unread");
  far->write_some("bye");
  far.reset();
  EXPECT_EQ(read(*near), "bye");
  std::array<char, 8> buffer{};
  EXPECT_EQ(near->read_some(buffer).error, ECONNRESET);
}

TEST_F(MemoryStreamTest, AConnectorWithoutPartnerIsRefused) {
  MemoryConnector connector(loop_, nullptr, 3ms);
  auto kind = ConnectResult::Kind::connected;
  const auto attempt = connector.connect({"any", 1}, [&](ConnectResult result) { kind = result.kind; });
  EXPECT_EQ(kind, ConnectResult::Kind::connected);
  clock_.advance(3ms);
  loop_.turn();
  EXPECT_EQ(kind, ConnectResult::Kind::refused);
}

}  // namespace
}  // namespace acrida::net
