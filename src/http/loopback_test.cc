// Client and server over real sockets: what the kernel does with edges, halves and resets.
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "net/tcp.h"
#include "net/tcp_connector.h"
#include "tests/http/client_world.h"
#include "tests/http/server_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;

class LoopbackTest : public testing::Test {
 protected:
  LoopbackTest() {
    const auto listening = server_.listen({"127.0.0.1", 0}, false);
    EXPECT_TRUE(listening.ok());
    url_ = *parse_url("http://127.0.0.1:" + std::to_string(server_.port()));
  }
  // Turns the loop until something holds, at most 20 s of real time (a bound, not a wait).
  template <class Condition>
  bool turn_until(Condition holds) {
    const auto give_up = clock_.now() + 20s;
    while (clock_.now() < give_up) {
      if (holds()) return true;
      loop_.turn();
    }
    return false;
  }
  void run(TestCall& call) {
    call.done = 0;
    client_.send(call, url_);
    ASSERT_TRUE(turn_until([&] { return call.done == 1; }));
  }

  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  TestHandler handler_;
  Server server_{loop_, handler_};
  net::TcpConnector connector_{loop_};
  ClientContext context_{loop_, connector_};
  Client client_{context_};
  Url url_;
};

TEST_F(LoopbackTest, ManyCallsGoOverOneConnection) {
  TestCall call("POST", "/p");
  for (int i = 0; i < 2000; ++i) {
    call.request.body.assign(static_cast<std::size_t>(i * 37 % 5000), 'x');
    run(call);
    ASSERT_EQ(call.outcome(), "200");
    ASSERT_EQ(call.response.body, "POST /p " + call.request.body);
  }
  EXPECT_GT(call.sent, call.started);
  EXPECT_GT(call.first_byte, call.sent);
  EXPECT_GE(call.finished, call.first_byte);
  EXPECT_EQ(call.connect, 0s);
}

TEST_F(LoopbackTest, LargeBodiesGoBothWays) {
  handler_.large = 20'000'000;
  TestCall down("GET", "/large");
  run(down);
  EXPECT_EQ(down.outcome(), "200");
  EXPECT_EQ(down.response.body.size(), handler_.large);
  TestCall up("POST", "/p");
  up.request.body.assign(1 << 20, 'x');
  run(up);
  EXPECT_EQ(up.outcome(), "200");
  EXPECT_EQ(up.response.body.size(), up.request.body.size() + 8);
}

TEST_F(LoopbackTest, ABodyThatIsTooLargeIsAnsweredWith413AndNotWithAReset) {
  for (int i = 0; i < 20; ++i) {
    TestCall call("POST");
    call.request.body.assign(10'000'000, 'x');
    run(call);
    ASSERT_EQ(call.outcome(), "413") << (call.failure ? call.failure->text : "");
    ASSERT_EQ(call.response.body, "the body is larger than the limit");
  }
}

TEST_F(LoopbackTest, ADrainedServerIsSeenBeforeTheNextCall) {
  TestCall call("POST");
  run(call);
  bool drained = false;
  server_.drain([&] { drained = true; });
  ASSERT_TRUE(turn_until([&] { return drained; }));
  turn_until([turns = 0]() mutable { return ++turns > 10; });
  run(call);
  EXPECT_EQ(call.outcome(), "refused");
}

TEST_F(LoopbackTest, AServerThatDiesUnderACallIsNamed) {
  std::vector<std::unique_ptr<net::Stream>> kept;
  const auto listener =
      net::TcpListener::open(loop_, {"127.0.0.1", 0}, false,
                             [&](std::unique_ptr<net::Stream> stream) { kept.push_back(std::move(stream)); });
  ASSERT_TRUE(listener.ok());
  url_ = *parse_url("http://127.0.0.1:" + std::to_string((*listener)->port()));
  TestCall call;
  client_.send(call, url_);
  ASSERT_TRUE(turn_until([&] { return kept.size() == 1 && call.sent != call.started; }));
  kept.clear();  // with the request unread
  ASSERT_TRUE(turn_until([&] { return call.done == 1; }));
  EXPECT_TRUE(call.outcome() == "reset" || call.outcome() == "closed") << call.outcome();
}

TEST_F(LoopbackTest, AServerThatSpeaksAndFinishesAtOnceIsHeard) {
  async::EpollPoller poller(clock_);
  async::Loop its_loop(clock_, poller);  // so that one event tells of the connection, the bytes and the end
  std::vector<std::unique_ptr<net::Stream>> kept;
  const auto listener =
      net::TcpListener::open(its_loop, {"127.0.0.1", 0}, false, [&](std::unique_ptr<net::Stream> stream) {
        stream->write_some("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        stream->finish();
        kept.push_back(std::move(stream));
      });
  ASSERT_TRUE(listener.ok());
  url_ = *parse_url("http://127.0.0.1:" + std::to_string((*listener)->port()));
  for (std::size_t i = 0; i < 20; ++i) {
    TestCall call;
    client_.send(call, url_);
    for (const auto give_up = clock_.now() + 20s; kept.size() == i && clock_.now() < give_up;)
      its_loop.turn();
    ASSERT_TRUE(turn_until([&] { return call.done == 1; }));
    ASSERT_EQ(call.outcome(), "503");
  }
}

TEST_F(LoopbackTest, AThousandUsersAtOnce) {
  struct User {
    std::unique_ptr<Client> client;
    TestCall call;
    int left = 5;
  };
  std::vector<std::unique_ptr<User>> users;
  int finished = 0;
  for (int i = 0; i < 1000; ++i) {
    User& user = *users.emplace_back(std::make_unique<User>());
    user.client = std::make_unique<Client>(context_);
    user.call.then = [&user, &finished, this] {
      EXPECT_EQ(user.call.outcome(), "200");
      if (--user.left > 0) {
        user.client->send(user.call, url_);
      } else {
        user.client.reset();
        ++finished;
      }
    };
    user.client->send(user.call, url_);
  }
  EXPECT_TRUE(turn_until([&] { return finished == 1000; }));
  EXPECT_EQ(server_.answered(), 5000u);
}

}  // namespace
}  // namespace acrida::http
