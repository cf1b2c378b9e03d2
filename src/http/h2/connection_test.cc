#include "http/h2/connection.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/http/http2_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;

TEST_F(Http2Test, AsksAndIsAnsweredOverOneConnection) {
  for (int i = 0; i < 3; ++i) {
    TestCall call("GET", "/x?y");
    call.request.fields.add("X-Own", "1");
    call.request.fields.add("Connection", "keep-alive");
    run(call);
    EXPECT_EQ(call.outcome(), "200");
    EXPECT_EQ(call.response.body, "ok");
    EXPECT_EQ(call.response.fields.find("Content-Type"), "text/plain");
    EXPECT_GT(call.bytes_sent, 9u);
    EXPECT_GT(call.bytes_received, 18u);
  }
  EXPECT_EQ(server_.connections.size(), 1u);
  EXPECT_EQ(requests_[0].field(":method"), "GET");
  EXPECT_EQ(requests_[0].field(":path"), "/x?y");
  EXPECT_EQ(requests_[0].field(":scheme"), "http");
  EXPECT_EQ(requests_[0].field(":authority"), "test");
  EXPECT_EQ(requests_[0].field("x-own"), "1");
  EXPECT_EQ(requests_[0].field("user-agent"), "acrida");
  EXPECT_EQ(requests_[0].field("connection"), "");
}

TEST_F(Http2Test, BodiesGoBothWays) {
  answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {}, request.body + request.body);
  };
  const std::string much(std::size_t{3} << 20, 'b');  // beyond every window
  TestCall call("POST");
  call.request.body = much;
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.response.body.size(), 2 * much.size());
  EXPECT_EQ(call.response.body_bytes, 2 * much.size());
  EXPECT_EQ(requests_[0].field("content-length"), std::to_string(much.size()));
}

TEST_F(Http2Test, ASourceOfABodyIsAskedUntilItsEnd) {
  TestCall call("POST");
  int pieces = 0;
  call.request.body_source = [&pieces](std::string& out) {
    out += "piece";
    return ++pieces == 3 ? Piece::last : Piece::more;
  };
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(requests_[0].body, "piecepiecepiece");
}

TEST_F(Http2Test, ASourceThatBreaksOffCancels) {
  TestCall call("POST");
  call.request.body_source = [](std::string&) { return Piece::broken; };
  run(call);
  EXPECT_EQ(call.outcome(), "cancelled");
  TestCall next;
  run(next);
  EXPECT_EQ(next.outcome(), "200");
  EXPECT_EQ(server_.connections.size(), 1u);
}

TEST_F(Http2Test, CallsAtOnceShareTheConnection) {
  std::vector<std::int32_t> waiting;
  answer_ = [&](Http2Connection& on, Http2Request& request) {
    waiting.push_back(request.stream);
    if (waiting.size() < 3) return;
    for (auto id = waiting.rbegin(); id != waiting.rend(); ++id) on.answer(*id, 200, {}, std::to_string(*id));
  };
  TestCall one, two, three;
  for (TestCall* call : {&one, &two, &three}) client_.send(*call, url_);
  turn_for(1ms);
  EXPECT_EQ(one.response.body, "1");
  EXPECT_EQ(two.response.body, "3");
  EXPECT_EQ(three.response.body, "5");
  EXPECT_EQ(server_.connections.size(), 1u);
}

TEST_F(Http2Test, WhatTheServerHasNoRoomForWaits) {
  server_.most_streams = 1;
  int out = 0, most = 0;
  answer_ = [&](Http2Connection& on, Http2Request& request) {
    most = std::max(most, ++out);
    --out;
    on.answer(request.stream, 200, {}, "ok");
  };
  TestCall one, two, three;
  for (TestCall* call : {&one, &two, &three}) client_.send(*call, url_);
  turn_for(1ms);
  EXPECT_EQ(one.done + two.done + three.done, 3);
  EXPECT_EQ(most, 1);
}

TEST_F(Http2Test, ManyClientsMayShareAFewConnections) {
  auto settings = h2c();
  settings.http2_connections = 2;
  ClientContext context(loop_, connector_, settings);
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::unique_ptr<TestCall>> calls;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<Client>(context));
    calls.push_back(std::make_unique<TestCall>());
    clients.back()->send(*calls.back(), url_);
  }
  clients[3].reset();  // takes its call along
  turn_for(1ms);
  int done = 0;
  for (const auto& call : calls) done += call->done;
  EXPECT_EQ(done, 9);
  EXPECT_EQ(server_.connections.size(), 2u);
}

TEST_F(Http2Test, ACancelledCallLeavesTheOthersAlone) {
  std::vector<std::int32_t> waiting;
  answer_ = [&](Http2Connection&, Http2Request& request) { waiting.push_back(request.stream); };
  TestCall one, two;
  client_.send(one, url_);
  client_.send(two, url_);
  turn_for(1ms);
  EXPECT_TRUE(one.cancel());
  turn_for(1ms);
  server_.connections[0]->answer(waiting[1], 200, {}, "ok");
  turn_for(1ms);
  EXPECT_EQ(one.done, 0);
  EXPECT_EQ(two.outcome(), "200");
}

TEST_F(Http2Test, WhatIsTakenBackWhileItWaitsForRoomLeavesTheOthersAlone) {
  server_.most_streams = 1;
  answer_ = [](Http2Connection&, Http2Request&) {};
  TestCall first;
  client_.send(first, url_);
  turn_for(1ms);
  TestCall given_up, waiting, last;
  for (TestCall* call : {&given_up, &waiting, &last}) client_.send(*call, url_);
  turn_for(1ms);
  given_up.cancel();
  turn_for(1ms);
  answer_ = [](Http2Connection& on, Http2Request& request) { on.answer(request.stream, 200, {}, "ok"); };
  server_.connections[0]->answer(1, 200, {}, "ok");
  turn_for(1ms);
  for (const TestCall* call : {&first, &waiting, &last}) {
    ASSERT_EQ(call->done, 1);
    EXPECT_EQ(call->outcome(), "200");
    EXPECT_EQ(call->reconnects, 0u);
  }
  EXPECT_EQ(requests_.size(), 3u);
  EXPECT_EQ(server_.connections.size(), 1u);
}

TEST_F(Http2Test, WhatIsTakenBackBeforeTheTurnIsOverIsNeverSent) {
  TestCall first;
  run(first);
  TestCall call;
  client_.send(call, url_);
  EXPECT_FALSE(call.cancel());
  turn_for(1ms);
  EXPECT_EQ(requests_.size(), 1u);
}

TEST_F(Http2Test, AStreamedAnswerComesPieceByPieceAndHoldsTheServerBack) {
  struct Streamed final : Call {
    void on_data() override { ++news; }
    void on_done() override { ++done; }
    int news = 0, done = 0;
  };
  answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {}, std::string(std::size_t{12} << 20, 'x'));
  };
  Streamed call;
  call.options.streaming = true;
  client_.send(call, url_);
  turn_for(1s);
  EXPECT_EQ(call.done, 0);
  EXPECT_GT(call.news, 0);
  std::size_t all = 0;
  for (int i = 0; i < 1000 && call.done == 0; ++i) {
    EXPECT_LE(call.content->ready().size(), std::size_t{5} << 20);
    all += call.content->ready().size();
    call.content->ready().clear();
    call.read_on();
    turn_for(1ms);
  }
  all += call.content->ready().size();
  EXPECT_EQ(call.done, 1);
  EXPECT_EQ(all, std::size_t{12} << 20);
}

TEST_F(Http2Test, InterimAnswersArePassedOverAndLetTheBodyGo) {
  server_.early = true;
  answer_ = [](Http2Connection& on, Http2Request& request) {
    if (request.body.empty()) {
      on.interim(request.stream, 103);
      on.interim(request.stream, 100);
    } else {
      on.answer(request.stream, 200, {}, "ok");
    }
  };
  TestCall call("POST");
  call.request.fields.add("Expect", "100-continue");
  call.request.body = "body";
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.response.body, "ok");
}

TEST_F(Http2Test, AClientMayGoAtTheEndOfACall) {
  auto client = std::make_unique<Client>(context_);
  TestCall one, two;
  one.then = [&] { client.reset(); };
  client->send(one, url_);
  client->send(two, url_);
  turn_for(1ms);
  EXPECT_EQ(one.done, 1);
  EXPECT_FALSE(two.in_flight());
}

}  // namespace
}  // namespace acrida::http
