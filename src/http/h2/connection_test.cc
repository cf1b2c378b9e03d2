#include "http/h2/connection.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/client.h"
#include "net/memory.h"
#include "tests/fakes/http2_server.h"
#include "tests/fakes/manual_clock.h"
#include "tests/http/client_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;
using fakes::Http2Connection;
using fakes::Http2Request;

ClientSettings h2c() {
  ClientSettings settings;
  settings.version = ClientSettings::Version::h2c;
  return settings;
}

class Http2Test : public testing::Test {
 protected:
  void turn_for(base::Duration time) {
    const auto when = clock_.now() + time;
    for (int i = 0; i < 1'000'000; ++i) {
      if (loop_.turn()) continue;
      if (!loop_.next_deadline() || *loop_.next_deadline() > when) break;
      clock_.advance_to(*loop_.next_deadline());
    }
    clock_.advance_to(when);
  }
  void run(TestCall& call, Client& client) {
    call.done = 0;
    client.send(call, url_);
    turn_for(1ms);
    ASSERT_EQ(call.done, 1);
  }
  void run(TestCall& call) { run(call, client_); }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  Http2Connection::Handler answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {{"content-type", "text/plain"}}, "ok");
  };
  std::vector<Http2Request> requests_;
  fakes::Http2Server server_{[this](Http2Connection& on, Http2Request& request) {
    requests_.push_back(request);
    answer_(on, request);
  }};
  net::MemoryConnector connector_{
      loop_, [this](std::unique_ptr<net::Stream> stream) { server_.accept(std::move(stream)); }};
  ClientContext context_{loop_, connector_, h2c()};
  Client client_{context_};
  const Url url_ = *parse_url("http://test");
  std::unique_ptr<net::Stream> kept_;
};

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
