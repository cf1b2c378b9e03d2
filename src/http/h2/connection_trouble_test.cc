// What can go wrong on a connection of HTTP/2.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "http/h2/connection.h"
#include "tests/http/http2_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;

TEST_F(Http2Test, AResetStreamIsReset) {
  answer_ = [](Http2Connection& on, Http2Request& request) {
    on.reset(request.stream, NGHTTP2_INTERNAL_ERROR);
  };
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "reset");
  EXPECT_EQ(call.failure->text, "the server reset the stream (INTERNAL_ERROR)");
}

TEST_F(Http2Test, ARefusedStreamIsTriedOnceAgain) {
  int refusals = 1;
  answer_ = [&](Http2Connection& on, Http2Request& request) {
    if (refusals-- > 0) return on.reset(request.stream, NGHTTP2_REFUSED_STREAM);
    on.answer(request.stream, 200, {}, "ok");
  };
  TestCall call("POST");
  call.request.body = "x";
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.reconnects, 1u);
  EXPECT_EQ(requests_.size(), 2u);
  refusals = 2;
  run(call);
  EXPECT_EQ(call.outcome(), "reset");
  EXPECT_EQ(call.failure->text, "the server reset the stream (REFUSED_STREAM)");
}

TEST_F(Http2Test, AServerThatLeavesFinishesWhatItHasAndTheRestGoesElsewhere) {
  answer_ = [&](Http2Connection& on, Http2Request& request) {
    if (server_.connections.size() > 1) return on.answer(request.stream, 200, {}, "new");
    if (request.stream == 1) on.go_away(1);
    if (request.stream == 1) on.answer(request.stream, 200, {}, "old");
  };
  TestCall one, two;
  client_.send(one, url_);
  client_.send(two, url_);
  turn_for(1ms);
  EXPECT_EQ(one.response.body, "old");
  EXPECT_EQ(two.response.body, "new");
  EXPECT_EQ(two.reconnects, 1u);
  EXPECT_EQ(server_.connections.size(), 2u);
}

TEST_F(Http2Test, AConnectionLostBeforeAnAnswerIsClosedAndInItsMiddleTruncated) {
  answer_ = [](Http2Connection& on, Http2Request&) { on.close(); };
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "closed");
  answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {}, "some", false);
    on.close();
  };
  run(call);
  EXPECT_EQ(call.outcome(), "truncated");
}

TEST_F(Http2Test, AnIdleConnectionThatTheServerHasClosedIsReplacedUnseen) {
  TestCall call;
  run(call);
  server_.connections[0]->close();
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.reconnects, 0u);
  EXPECT_EQ(server_.connections.size(), 2u);
}

TEST_F(Http2Test, AServerOfHttp1IsMalformed) {
  answer_ = [](Http2Connection&, Http2Request&) {};
  net::MemoryConnector connector(loop_, [this](std::unique_ptr<net::Stream> stream) {
    stream->write_some("HTTP/1.1 400 Bad Request\r\n\r\n");
    kept_ = std::move(stream);
  });
  ClientContext context(loop_, connector, h2c());
  Client client(context);
  TestCall call;
  run(call, client);
  EXPECT_EQ(call.outcome(), "malformed");
  EXPECT_NE(call.failure->text.find("does not speak HTTP/2"), std::string::npos);
}

TEST_F(Http2Test, SlowAnswersAreTimedOutAndTheConnectionLivesOn) {
  answer_ = [](Http2Connection& on, Http2Request& request) {
    if (request.field(":path") == "/fast") on.answer(request.stream, 200, {}, "ok");
  };
  TestCall slow("GET", "/slow"), fast("GET", "/fast");
  slow.options.timeout = 2s;
  client_.send(slow, url_);
  turn_for(1s);
  run(fast);
  turn_for(5s);
  EXPECT_EQ(slow.outcome(), "timeout");
  EXPECT_EQ(slow.finished - slow.started, 2s);
  EXPECT_EQ(fast.outcome(), "200");
  EXPECT_EQ(server_.connections.size(), 1u);
  ASSERT_FALSE(server_.connections[0]->reset_streams.empty());
  EXPECT_EQ(server_.connections[0]->reset_streams[0].second, std::uint32_t{NGHTTP2_CANCEL});
}

TEST_F(Http2Test, ACallSentInTheTurnOfAnothersTimeoutHasItsOwn) {
  struct Sender {
    void send() { client.send(call, url); }
    Client& client;
    const Url& url;
    TestCall call{"GET", "/fast"};
  } sender{client_, url_};
  answer_ = [](Http2Connection& on, Http2Request& request) {
    if (request.field(":path") == "/fast") on.answer(request.stream, 200, {}, "ok");
  };
  async::Timer timer(loop_, async::Callback::to<&Sender::send>(&sender));
  timer.set(clock_.now() + 2s);
  TestCall slow("GET", "/slow");
  slow.options.timeout = 2s;
  client_.send(slow, url_);
  turn_for(3s);
  EXPECT_EQ(slow.outcome(), "timeout");
  ASSERT_EQ(sender.call.done, 1);
  EXPECT_EQ(sender.call.outcome(), "200");
}

TEST_F(Http2Test, SilenceBeginsWhenTheRequestIsSent) {
  server_.most_streams = 1;
  answer_ = [](Http2Connection&, Http2Request&) {};
  TestCall first;
  client_.send(first, url_);
  turn_for(1ms);
  TestCall waiting;
  waiting.options.read_timeout = 1s;
  client_.send(waiting, url_);
  turn_for(5s);
  EXPECT_EQ(waiting.done, 0);
  server_.connections[0]->answer(1, 200, {}, "ok");
  const auto sent = clock_.now();
  turn_for(5s);
  EXPECT_EQ(waiting.outcome(), "read_timeout");
  EXPECT_EQ(waiting.finished - sent, 1s);
}

TEST_F(Http2Test, SilenceBeginsAnewWhenAHeldStreamIsReadOn) {
  struct Streamed final : Call {
    void on_done() override { ++done; }
    int done = 0;
  };
  answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {}, std::string(std::size_t{1} << 20, 'x'), false);
  };
  Streamed call;
  call.options.streaming = true;
  call.options.read_timeout = 1s;
  client_.send(call, url_);
  turn_for(10s);
  ASSERT_EQ(call.done, 0);
  call.content->ready().clear();
  call.read_on();
  const auto went_on = clock_.now();
  turn_for(10s);
  ASSERT_EQ(call.done, 1);
  EXPECT_EQ(name_of(call.failure->kind), "read_timeout");
  EXPECT_EQ(call.finished - went_on, 1s);
}

TEST_F(Http2Test, TheLimitsHold) {
  context_.settings.limits = {.header_bytes = 1000, .body_bytes = 1000};
  Client client(context_);
  answer_ = [](Http2Connection& on, Http2Request& request) {
    if (request.field(":path") == "/head") {
      on.answer(request.stream, 200, {{"x", std::string(2000, 'x')}}, "ok");
    } else {
      on.answer(request.stream, 200, {}, std::string(2000, 'x'));
    }
  };
  TestCall head("GET", "/head"), body("GET", "/body");
  run(head, client);
  EXPECT_EQ(head.outcome(), "header_limit");
  run(body, client);
  EXPECT_EQ(body.outcome(), "body_limit");
}

TEST_F(Http2Test, AnAnswerShorterThanAnnouncedIsNotCalledAReset) {
  answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {{"content-length", "5"}}, "four");
  };
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "malformed");
  EXPECT_EQ(call.failure->text, "bad answer: it breaks the rules of HTTP/2 (PROTOCOL_ERROR)");
}

TEST_F(Http2Test, WhatIsWrongWithOneStreamIsNotSaidOfTheOthers) {
  answer_ = [](Http2Connection& on, Http2Request& request) {
    if (request.field(":path") == "/bad") {
      on.answer(request.stream, 200, {{"connection", "close"}}, "ok");
    } else {
      on.say(std::string(600, '\xff'));
    }
  };
  TestCall bad("GET", "/bad"), other("GET", "/other");
  run(bad);
  EXPECT_EQ(bad.outcome(), "malformed");
  run(other);
  EXPECT_EQ(other.outcome(), "malformed");
  EXPECT_NE(other.failure->text, bad.failure->text);
  EXPECT_EQ(server_.connections.size(), 1u);
}

TEST_F(Http2Test, AConnectionThatTheServerLeavesGoesWithItsLastCall) {
  answer_ = [](Http2Connection& on, Http2Request& request) { on.go_away(request.stream); };
  TestCall call;
  client_.send(call, url_);
  turn_for(1ms);
  ASSERT_TRUE(call.in_flight());
  EXPECT_FALSE(server_.connections[0]->closed());
  call.cancel();
  turn_for(1ms);
  EXPECT_TRUE(server_.connections[0]->closed());
}

TEST_F(Http2Test, NobodyKeepsTheBodyOfARedirectOfAStream) {
  answer_ = [](Http2Connection& on, Http2Request& request) {
    if (request.field(":path") == "/there") return on.answer(request.stream, 200, {}, "ok");
    on.answer(request.stream, 302, {{"location", "/there"}}, std::string(1000, 'x'), false);
  };
  TestCall call("GET", "/here");
  call.options.streaming = true;
  client_.send(call, url_);
  turn_for(1ms);
  EXPECT_EQ(call.response.status, 302);
  EXPECT_EQ(call.response.body, "");
  server_.connections[0]->add(1, "", true);
  turn_for(1ms);
  EXPECT_EQ(call.outcome(), "200");
}

}  // namespace
}  // namespace acrida::http
