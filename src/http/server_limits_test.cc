#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/http/server_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kLarge = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kLast = "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

class ServerLimitsTest : public ServerTest {};

TEST_F(ServerLimitsTest, AnIdleConnectionIsClosed) {
  Peer peer = connect();
  pass(119s);
  EXPECT_EQ(read_all(peer), "");
  EXPECT_FALSE(peer.ended());
  pass(1s);
  EXPECT_EQ(read_all(peer), "");
  EXPECT_TRUE(peer.ended());
}

TEST_F(ServerLimitsTest, ABusyConnectionIsNot) {
  Peer peer = connect();
  for (int i = 0; i < 20; ++i) {
    pass(50s);
    EXPECT_NE(exchange(peer, kGet), "") << i;
  }
  pass(241s);
  EXPECT_EQ(read_all(peer), "");
  EXPECT_TRUE(peer.ended());
}

TEST_F(ServerLimitsTest, ARequestThatTricklesIsAnsweredWith408) {
  for (const std::string begin :
       {"", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"}) {
    Peer peer = connect();
    exchange(peer, begin);
    for (int i = 0; i < 29; ++i) {
      EXPECT_EQ(exchange(peer, i == 0 ? "GET" : "a"), "");
      pass(1s);
    }
    pass(1s);
    const std::string got = read_all(peer);
    EXPECT_TRUE(got.starts_with("HTTP/1.1 408 Request Timeout\r\n")) << got;
    EXPECT_TRUE(got.ends_with("the request was not complete after 30 s")) << got;
    EXPECT_TRUE(peer.ended());
  }
}

TEST_F(ServerLimitsTest, EmptyLinesAreNoWayAroundIt) {
  Peer peer = connect();
  for (int i = 0; i < 31 && !peer.ended(); ++i) {
    exchange(peer, "\r\n");
    pass(1s);
  }
  read_all(peer);
  EXPECT_TRUE(peer.ended());
}

TEST_F(ServerLimitsTest, EachOfManyPipelinedRequestsHasItsOwnTime) {
  Peer peer = connect();
  exchange(peer, "GET / HT");
  for (int i = 0; i < 100; ++i) {  // never at a request's border
    pass(5s);
    EXPECT_NE(exchange(peer, "TP/1.1\r\nHost: a\r\n\r\nGET / HT"), "") << i;
  }
  pass(30s);
  EXPECT_TRUE(read_all(peer).starts_with("HTTP/1.1 408"));
}

TEST_F(ServerLimitsTest, AClientThatTakesNothingIsGivenUp) {
  Peer peer = connect(1000);
  peer.write(kLarge);
  pass(241s);
  const std::string got = read_all(peer);
  EXPECT_LE(got.size(), 1000u);
  EXPECT_TRUE(peer.ended());
}

TEST_F(ServerLimitsTest, AClientThatTakesSlowlyGetsItsLastAnswerToTheEnd) {
  for (const std::string& request : {kLarge, kLast}) {
    Peer peer = connect(1000);
    peer.write(request);
    std::string got;
    for (int i = 0; i < 200; ++i) {
      settle();
      got += peer.read_once();
      pass(5s);
    }
    EXPECT_GT(got.size(), 100'000u);
    EXPECT_TRUE(got.ends_with("xxx"));
  }
}

TEST_F(ServerLimitsTest, AfterItsLastAnswerItWaitsTwoSecondsForTheClientToGo) {
  Peer peer = connect();
  exchange(peer, "GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(peer.ended());
  pass(1s);
  EXPECT_EQ(peer.write("more"), 4u);
  pass(1s);
  EXPECT_EQ(peer.write("more"), 0u);
}

class ServerDrainTest : public ServerTest {
 protected:
  void drain() {
    server_.drain([this] { ++drained_; });
  }
  int drained_ = 0;
};

TEST_F(ServerDrainTest, WithoutConnectionsIsDoneInTheNextTurn) {
  drain();
  EXPECT_EQ(drained_, 0);
  settle();
  EXPECT_EQ(drained_, 1);
}

TEST_F(ServerDrainTest, ClosesIdleConnectionsAtOnce) {
  Peer fresh = connect();
  Peer used = connect();
  exchange(used, kGet);
  drain();
  EXPECT_EQ(read_all(fresh) + read_all(used), "");
  EXPECT_TRUE(fresh.ended() && used.ended());
  EXPECT_EQ(drained_, 1);
}

TEST_F(ServerDrainTest, AnswersWhatHasArrivedAlready) {
  Peer peer = connect();
  settle();
  peer.write(kGet);
  drain();
  EXPECT_EQ(read_all(peer), answer("200 OK", "GET / ", "close"));
  peer.go();
  settle();
  EXPECT_EQ(drained_, 1);
}

TEST_F(ServerDrainTest, WaitsForARequestThatIsComingIn) {
  Peer peer = connect();
  exchange(peer, kGet.substr(0, 10));
  drain();
  pass(10s);
  EXPECT_EQ(drained_, 0);
  EXPECT_EQ(exchange(peer, kGet.substr(10)).find("HTTP/1.1 200 OK"), 0u);
  EXPECT_TRUE(peer.ended());
  pass(2s);
  EXPECT_EQ(drained_, 1);
}

TEST_F(ServerDrainTest, DoesNotWaitForARequestThatNeverComes) {
  Peer peer = connect();
  exchange(peer, kGet.substr(0, 10));
  drain();
  pass(33s);
  EXPECT_EQ(drained_, 1);
}

TEST_F(ServerDrainTest, WaitsForAnswersThatAreStillOnTheirWay) {
  Peer peer = connect(1000);
  peer.write(kLarge);
  settle();
  drain();
  settle();
  EXPECT_EQ(drained_, 0);
  EXPECT_GT(read_all(peer).size(), 100'000u);
  EXPECT_TRUE(peer.ended());
  settle();
  EXPECT_EQ(drained_, 1);
}

TEST_F(ServerDrainTest, MayBeginInsideAHandler) {
  struct Quits final : Handler {
    void handle(const Request&, Response&) override {
      server->drain([this] { drained = true; });
    }
    void refuse(int, const std::string&, Response&) override {}
    Server* server = nullptr;
    bool drained = false;
  } handler;
  Server server(loop_, handler);
  handler.server = &server;
  auto [near, far] = net::in_memory_pair(loop_);
  server.accept(std::move(far));
  Peer peer(std::move(near));
  EXPECT_EQ(exchange(peer, kGet), answer("200 OK", "", "close"));
  pass(2s);
  EXPECT_TRUE(handler.drained);
}

TEST_F(ServerDrainTest, ItsEndMayDestroyTheServer) {
  auto server = std::make_unique<Server>(loop_, handler_);
  auto [near, far] = net::in_memory_pair(loop_);
  server->accept(std::move(far));
  server->drain([&] { server.reset(); });
  settle();
  EXPECT_EQ(server, nullptr);
}

}  // namespace
}  // namespace acrida::http
