#include "tests/fakes/known_server.h"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "net/memory.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::fakes {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK";

// One client of one server, over streams in memory.
class KnownServerTest : public testing::Test {
 protected:
  explicit KnownServerTest(Behaviour behaviour = {*Delays::parse("constant:5ms")})
      : server_(loop_, behaviour,
                [](const KnownServer& server) { return std::to_string(server.served().size()); }) {
    auto [near, far] = net::in_memory_pair(loop_);
    client_ = std::move(near);
    server_.accept(std::move(far));
  }
  // Until `when` after the start.
  void run_until(base::Duration when) {
    async::Timer end(loop_, async::Callback::to<&async::Loop::stop>(&loop_));
    end.set(base::TimePoint{when});
    loop_.run();
  }
  // All that has come since the last time.
  std::string heard() {
    std::string all;
    std::array<char, 4096> buffer{};
    for (auto got = client_->read_some(buffer); got.kind == net::IoResult::Kind::bytes;
         got = client_->read_some(buffer))
      all.append(buffer.data(), got.count);
    return all;
  }

  ManualClock clock_;
  ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  KnownServer server_;
  std::unique_ptr<net::Stream> client_;
};

TEST_F(KnownServerTest, AnswersWhenItsServiceSaysAndWritesItDown) {
  run_until(1ms);
  client_->write_some(kGet);
  run_until(5999us);
  EXPECT_EQ(heard(), "");
  run_until(6ms);
  EXPECT_EQ(heard(), kOk);
  ASSERT_EQ(server_.served().size(), 1u);
  const auto& served = server_.served()[0];
  EXPECT_EQ(served.arrived, base::TimePoint{1ms});
  EXPECT_EQ(served.due, base::TimePoint{6ms});
  EXPECT_EQ(served.written, base::TimePoint{6ms});
  EXPECT_EQ(served.status, 200);
}

TEST_F(KnownServerTest, TakesTheNextRequestOfAConnectionOnceTheLastIsAnswered) {
  client_->write_some(std::string(kGet) + std::string(kGet));
  run_until(9ms);
  EXPECT_EQ(heard(), kOk);
  run_until(10ms);
  EXPECT_EQ(heard(), kOk);
  EXPECT_EQ(server_.served()[1].arrived, base::TimePoint{5ms});
}

TEST_F(KnownServerTest, ReportsAtOnceAndWithoutCountingIt) {
  client_->write_some("GET /log HTTP/1.1\r\nHost: x\r\n\r\n");
  run_until(1ms);
  EXPECT_TRUE(heard().ends_with("\r\n\r\n0"));
  EXPECT_TRUE(server_.served().empty());
}

TEST_F(KnownServerTest, WritesDownWhomItCouldNotAnswer) {
  client_->write_some(kGet);
  run_until(1ms);
  client_.reset();
  run_until(2ms);
  ASSERT_EQ(server_.served().size(), 1u);
  EXPECT_EQ(server_.served()[0].status, 0);
}

TEST_F(KnownServerTest, ClosesAConnectionWhoseClientWantsThat) {
  client_->write_some("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  run_until(6ms);
  EXPECT_NE(heard().find("Connection: close"), std::string::npos);
  std::array<char, 1> buffer{};
  EXPECT_EQ(client_->read_some(buffer).kind, net::IoResult::Kind::end);
}

class FailingServerTest : public KnownServerTest {
 protected:
  FailingServerTest() : KnownServerTest(failing()) {}
  static Behaviour failing() {
    Behaviour behaviour{*Delays::parse("constant:5ms")};
    behaviour.fail = 1;
    return behaviour;
  }
};

TEST_F(FailingServerTest, FailsWith500) {
  client_->write_some(kGet);
  run_until(5ms);
  EXPECT_TRUE(heard().starts_with("HTTP/1.1 500 "));
  EXPECT_EQ(server_.served()[0].status, 500);
}

}  // namespace
}  // namespace acrida::fakes
