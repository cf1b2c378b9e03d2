#include "net/tcp.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "net/tcp_connector.h"

namespace acrida::net {
namespace {

using namespace std::chrono_literals;

class TcpTest : public testing::Test {
 protected:
  // Turns the loop until something holds, at most 10 s of real time (a bound, not a wait).
  template <class Condition>
  bool turn_until(Condition holds) {
    const auto give_up = clock_.now() + 10s;
    while (clock_.now() < give_up) {
      if (holds()) return true;
      loop_.turn();
    }
    return false;
  }
  std::unique_ptr<TcpListener> listen() {
    auto opened = TcpListener::open(loop_, {"127.0.0.1", 0}, false, [this](std::unique_ptr<Stream> stream) {
      accepted_ = std::move(stream);
    });
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    return std::move(*opened);
  }
  ConnectResult connect(const Authority& to) {
    TcpConnector connector(loop_);
    std::optional<ConnectResult> result;
    const auto attempt = connector.connect(to, [&](ConnectResult r) { result = std::move(r); });
    EXPECT_FALSE(result.has_value());  // never from inside connect()
    EXPECT_TRUE(turn_until([&] { return result.has_value(); }));
    return std::move(*result);
  }

  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  std::unique_ptr<Stream> accepted_;
};

TEST_F(TcpTest, ConnectsAndCarriesBytes) {
  const auto listener = listen();
  auto result = connect({"127.0.0.1", listener->port()});
  ASSERT_EQ(result.kind, ConnectResult::Kind::connected);
  ASSERT_TRUE(turn_until([&] { return accepted_ != nullptr; }));
  EXPECT_EQ(result.stream->write_some("hello").count, 5u);
  std::array<char, 16> buffer{};
  IoResult got;
  ASSERT_TRUE(turn_until([&] { return (got = accepted_->read_some(buffer)).kind == IoResult::Kind::bytes; }));
  EXPECT_EQ(std::string(buffer.data(), got.count), "hello");
}

TEST_F(TcpTest, KnowsThatThePeerHasFinished) {
  const auto listener = listen();
  auto result = connect({"127.0.0.1", listener->port()});
  ASSERT_EQ(result.kind, ConnectResult::Kind::connected);
  ASSERT_TRUE(turn_until([&] { return accepted_ != nullptr; }));
  EXPECT_FALSE(result.stream->peer_finished());
  accepted_.reset();
  EXPECT_TRUE(turn_until([&] { return result.stream->peer_finished(); }));
}

TEST_F(TcpTest, ASideMayFinishAndGoOnReading) {
  const auto listener = listen();
  auto result = connect({"127.0.0.1", listener->port()});
  ASSERT_EQ(result.kind, ConnectResult::Kind::connected);
  ASSERT_TRUE(turn_until([&] { return accepted_ != nullptr; }));
  accepted_->write_some("last");
  accepted_->finish();
  ASSERT_TRUE(turn_until([&] { return result.stream->peer_finished(); }));
  std::array<char, 16> buffer{};
  EXPECT_EQ(result.stream->read_some(buffer).count, 4u);
  EXPECT_EQ(result.stream->read_some(buffer).kind, IoResult::Kind::end);
  EXPECT_EQ(result.stream->write_some("answer").count, 6u);
  IoResult got;
  ASSERT_TRUE(turn_until([&] { return (got = accepted_->read_some(buffer)).kind == IoResult::Kind::bytes; }));
  EXPECT_EQ(got.count, 6u);
}

TEST_F(TcpTest, AStreamMayBeDestroyedByItsOwnCallback) {
  struct Goes {
    void on_ready() { stream.reset(); }
    std::unique_ptr<Stream> stream;
  } goes;
  const auto listener = listen();
  goes.stream = connect({"127.0.0.1", listener->port()}).stream;
  goes.stream->on_ready(async::Callback::to<&Goes::on_ready>(&goes));
  ASSERT_TRUE(turn_until([&] { return accepted_ != nullptr; }));
  accepted_->write_some("x");
  EXPECT_TRUE(turn_until([&] { return goes.stream == nullptr; }));
}

TEST_F(TcpTest, APortInUseIsOneClearSentence) {
  const auto listener = listen();
  const auto again = TcpListener::open(loop_, {"127.0.0.1", listener->port()}, false, nullptr);
  ASSERT_FALSE(again.ok());
  EXPECT_NE(again.error().message.find("the port is in use"), std::string::npos) << again.error().message;
}

TEST_F(TcpTest, ListenersThatShareAPortAreBothOpened) {
  const auto first = TcpListener::open(loop_, {"127.0.0.1", 0}, true, nullptr);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(TcpListener::open(loop_, {"127.0.0.1", (*first)->port()}, true, nullptr).ok());
}

}  // namespace
}  // namespace acrida::net
