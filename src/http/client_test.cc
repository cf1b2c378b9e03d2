#include "http/client.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/server.h"
#include "net/memory.h"
#include "tests/http/client_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;
using fakes::Script;

const std::string kEndOfHeader = "\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::string answer_of(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class ClientTest : public ScriptedTest {};

TEST_F(ClientTest, GetsAnswersOverOneConnection) {
  Script script;
  for (int i = 0; i < 3; ++i) script.hear(kEndOfHeader).say(kOk);
  server_.play(script);
  for (int i = 0; i < 3; ++i) {
    TestCall call("GET", "/x");
    run(call);
    EXPECT_EQ(call.outcome(), "200");
    EXPECT_EQ(call.response.body, "ok");
    EXPECT_EQ(call.bytes_received, kOk.size());
  }
  EXPECT_EQ(server_.connections(), 1u);
  EXPECT_TRUE(server_.heard(0).starts_with("GET /x HTTP/1.1\r\nHost: test\r\n"));
}

TEST_F(ClientTest, TellsWhenThingsHappened) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .pause(1s)
                   .say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
                   .pause(2s)
                   .say("ok"));
  clock_.advance(1h);
  TestCall call;
  run(call);
  EXPECT_EQ(call.started.time_since_epoch(), 1h);
  EXPECT_EQ(call.sent, call.started);
  EXPECT_EQ(call.first_byte - call.started, 1s);
  EXPECT_EQ(call.finished - call.started, 3s);
  EXPECT_EQ(call.bytes_sent, server_.heard(0).size());
}

TEST_F(ClientTest, TwoCallsAtOnceTakeTwoConnectionsAndLaterOnesReuseAnOpenOne) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).close());
  server_.play(Script().hear(kEndOfHeader).say(kOk).hear(kEndOfHeader).say(kOk));
  TestCall first;
  TestCall second;
  client_.send(first, url_);
  client_.send(second, url_);
  turn_until_done(first);
  turn_until_done(second);
  EXPECT_EQ(server_.connections(), 2u);
  turn_for(1s);
  TestCall third;
  run(third);
  EXPECT_EQ(third.outcome(), "200");
  EXPECT_EQ(server_.connections(), 2u);
}

TEST_F(ClientTest, OtherServersHaveOtherConnections) {
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  TestCall call;
  run(call);
  TestCall other;
  client_.send(other, *parse_url("http://test:81"));
  turn_until_done(other);
  EXPECT_EQ(server_.connections(), 2u);
  EXPECT_NE(server_.heard(1).find("Host: test:81\r\n"), std::string::npos);
}

TEST_F(ClientTest, MaySendOnTheConnectionsOfAnotherButKeepsItsOwnCookies) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n")
                   .hear(kEndOfHeader)
                   .say(kOk));
  const auto lender = std::make_shared<Client>(context_);
  TestCall first;
  lender->send(first, url_);
  turn_until_done(first);
  client_.share_connections(lender);
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(server_.connections(), 1u);
  EXPECT_EQ(server_.heard(0).find("Cookie: "), std::string::npos);
  EXPECT_FALSE(lender->cookies().empty());
}

TEST_F(ClientTest, ClosesWhenTheAnswerSaysSo) {
  server_.play(
      Script().hear(kEndOfHeader).say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  server_.play(Script().hear(kEndOfHeader).say("HTTP/1.1 200 OK\r\n\r\nuntil the end").close());
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  for (const std::string body : {"", "until the end", "ok"}) {
    TestCall call("POST");
    run(call);
    EXPECT_EQ(call.outcome(), "200");
    EXPECT_EQ(call.response.body, body);
  }
  EXPECT_EQ(server_.connections(), 3u);
}

TEST_F(ClientTest, PassesOverInterimAnswersAndKnowsAnswersToHead) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 103 Early Hints\r\n\r\n")
                   .pause(1s)
                   .say(kOk)
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
  TestCall call;
  run(call);
  EXPECT_EQ(call.response.body, "ok");
  TestCall head("HEAD");
  run(head);
  EXPECT_EQ(head.outcome(), "200");
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(ClientTest, DoesNotTakeUnaskedBytesForAnAnswer) {
  server_.play(Script().hear(kEndOfHeader).say(kOk + kOk));
  server_.play(Script().hear(kEndOfHeader).say(kOk).pause(1s).say(kOk));
  server_.play(Script().hear(kEndOfHeader).say(answer_of("right")));
  TestCall call;
  run(call);
  run(call);
  EXPECT_EQ(server_.connections(), 2u);
  turn_for(2s);
  run(call);
  EXPECT_EQ(call.response.body, "right");
  EXPECT_EQ(call.reconnects, 0u);
  EXPECT_EQ(server_.connections(), 3u);
}

TEST_F(ClientTest, SeesUnaskedBytesBehindAnAnswerThatFillsItsBuffer) {
  fakes::ScriptedServer server(loop_, 1 << 20);
  ClientContext context{loop_, server};
  Client client(context);
  const auto header = answer_of(std::string(60'000, 'x')).size() - 60'000;
  const auto answer = answer_of(std::string(context.read_buffer.size() - header, 'x'));
  ASSERT_EQ(answer.size(), context.read_buffer.size());
  server.play(Script().hear(kEndOfHeader).say(answer + kOk));
  server.play(Script().hear(kEndOfHeader).say(answer_of("right")));
  TestCall call;
  client.send(call, url_);
  turn_until_done(call);
  EXPECT_EQ(call.bytes_received, answer.size());
  call.done = 0;
  client.send(call, url_);
  turn_until_done(call);
  EXPECT_EQ(call.response.body, "right");
}

TEST_F(ClientTest, TakesAnEarlyAnswerWhileItIsStillWriting) {
  fakes::ScriptedServer server(loop_, 1000);
  ClientContext context{loop_, server};
  Client client(context);
  server.play(Script().hear(kEndOfHeader).say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n"));
  server.play(Script().hear(kEndOfHeader).say(kOk));
  TestCall call("POST");
  call.request.body.assign(100'000, 'x');
  client.send(call, url_);
  turn_until_done(call);
  EXPECT_EQ(call.outcome(), "413");
  EXPECT_LT(call.bytes_sent, 10'000u);
  TestCall next;
  client.send(next, url_);
  turn_until_done(next);
  EXPECT_EQ(next.outcome(), "200");
  EXPECT_EQ(server.connections(), 2u);
}

TEST_F(ClientTest, CarriesLargeBodiesThroughANarrowStream) {
  fakes::ScriptedServer server(loop_, 4096);
  ClientContext context{loop_, server};
  Client client(context);
  std::string body(5'000'000, 'x');
  for (std::size_t i = 0; i < body.size(); i += 7) body[i] = static_cast<char>('a' + i % 26);
  server.play(Script().hear("the end").say(answer_of(body)));
  TestCall call("POST");
  call.request.body = body + "the end";
  client.send(call, url_);
  turn_until_done(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_TRUE(call.response.body == body);
  EXPECT_TRUE(server.heard(0).ends_with(call.request.body));
  EXPECT_EQ(call.bytes_sent, server.heard(0).size());
  EXPECT_EQ(call.bytes_received, answer_of(body).size());
}

TEST_F(ClientTest, CountsABodyThatIsNotWanted) {
  server_.play(Script().hear(kEndOfHeader).say(answer_of(std::string(300'000, 'x'))));
  TestCall call;
  call.options.keep_body = false;
  run(call);
  EXPECT_EQ(call.response.body, "");
  EXPECT_EQ(call.response.body_bytes, 300'000u);
}

TEST_F(ClientTest, MayBeCancelledAtEveryStage) {
  constexpr int kStages = 40;
  for (int stage = 0; stage < kStages; ++stage) {
    fakes::ScriptedServer server(loop_, 100);
    for (int i = 0; i < 2; ++i) {
      server.play(
          Script().hear("the end").pause(1s).say(answer_of(std::string(500, 'x'))).hear("the end").say(kOk));
    }
    ClientContext context{loop_, server};
    Client client(context);
    const auto call = std::make_unique<TestCall>("POST");
    call->request.body.assign(500, 'y').append("the end");
    client.send(*call, url_);
    for (int i = 0; i < stage && call->done == 0; ++i) turn();
    EXPECT_EQ(call->done, stage == kStages - 1 ? 1 : call->done);  // the stages reach the end
    const int done = call->done;
    call->cancel();
    EXPECT_FALSE(call->in_flight());
    TestCall next("POST");
    next.request.body = "the end";
    client.send(next, url_);
    turn_until_done(next);
    EXPECT_EQ(next.outcome(), "200") << stage;
    EXPECT_EQ(call->done, done);
  }
}

TEST_F(ClientTest, ACallSentTwiceIsDoneOnce) {
  server_.play(Script().hear(kEndOfHeader).pause(1s).say(answer_of("first")));
  server_.play(Script().hear(kEndOfHeader).say(answer_of("second")));
  TestCall call;
  client_.send(call, url_);
  turn_for(10ms);
  client_.send(call, url_);
  turn_for(10s);
  EXPECT_EQ(call.done, 1);
  EXPECT_EQ(call.response.body, "second");
}

TEST_F(ClientTest, ACallTakenBackBeforeItIsSentLeavesTheConnectionAsItIs) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).hear(kEndOfHeader).say(kOk));
  TestCall first;
  run(first);
  {
    TestCall call;
    client_.send(call, url_);
    EXPECT_FALSE(call.cancel());  // the turn is not over
    turn_for(1s);
    EXPECT_EQ(call.done, 0);
  }
  TestCall next;
  run(next);
  EXPECT_EQ(next.outcome(), "200");
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(ClientTest, RequestsOfOneTurnAreSentWhenItIsOver) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).hear(kEndOfHeader).say(kOk));
  TestCall call;
  run(call);
  const auto heard = server_.heard(0).size();
  call.done = 0;
  client_.send(call, url_);
  EXPECT_EQ(server_.heard(0).size(), heard);
  EXPECT_EQ(loop_.next_deadline(), clock_.now());
  turn_until_done(call);
  EXPECT_GT(server_.heard(0).size(), heard);
}

TEST_F(ClientTest, ALargeRequestDoesNotWaitForTheEndOfTheTurn) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).hear(std::string(300'000, 'x')).say(kOk));
  TestCall call("POST");
  run(call);
  const auto sent = call.bytes_sent;
  call.done = 0;
  call.request.body = std::string(300'000, 'x');
  client_.send(call, url_);
  EXPECT_GT(call.bytes_sent, 0u);
  turn_until_done(call);
  EXPECT_GT(call.bytes_sent, sent + 300'000u);
}

TEST_F(ClientTest, ACancelledFailureIsNotTold) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).pause(1s).close());
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  {
    TestCall call;
    run(call);
    call.done = 0;
    clock_.advance(1s);
    client_.send(call, url_);
    loop_.turn();  // the server closes, and then writing fails; that is told in the next turn
    EXPECT_EQ(call.done, 0);
    EXPECT_TRUE(call.cancel());
    turn_for(1s);
    EXPECT_EQ(call.done, 0);
  }
  TestCall next;
  run(next);
  EXPECT_EQ(next.outcome(), "200");
}

TEST_F(ClientTest, MayGoBeforeItsCalls) {
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  TestCall call;
  {
    Client client(context_);
    client.send(call, url_);
    loop_.turn();
  }
  EXPECT_FALSE(call.in_flight());
  turn_for(100s);
  EXPECT_EQ(call.done, 0);
}

TEST_F(ClientTest, MayGoAtTheEndOfACall) {
  for (const Script& script :
       {Script().hear(kEndOfHeader).say(kOk), Script().hear(kEndOfHeader).close(), Script().close(),
        Script(Script::Connecting::refuses), Script(Script::Connecting::ignores)}) {
    fakes::ScriptedServer server(loop_);
    server.play(script);
    ClientContext context{loop_, server};
    auto client = std::make_unique<Client>(context);
    auto call = std::make_unique<TestCall>();
    auto other = std::make_unique<TestCall>();
    bool done = false;
    call->then = [&] {
      client.reset();
      call.reset();
      other.reset();
      done = true;
    };
    client->send(*call, url_);
    client->send(*other, url_);
    other->then = call->then;
    for (int i = 0; i < 100 && !done; ++i) turn();
    EXPECT_TRUE(done);
    turn_for(100s);
  }
}

TEST_F(ClientTest, AnEndMayBeginTheNextCallWithoutGrowingTheStack) {
  constexpr int kCalls = 10'000;
  Script script;
  for (int i = 0; i < kCalls; ++i) script.hear(kEndOfHeader).say(kOk);
  server_.play(script);
  TestCall call;
  int sent = 1;
  std::vector<std::uintptr_t> depths;
  call.then = [&] {
    // Not a local variable's address: AddressSanitizer keeps those elsewhere.
    depths.push_back(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
    if (sent++ < kCalls) client_.send(call, url_);
  };
  client_.send(call, url_);
  for (int i = 0; i < 1'000'000 && call.done < kCalls; ++i) turn();
  ASSERT_EQ(call.done, kCalls);
  EXPECT_EQ(server_.connections(), 1u);
  const auto [low, high] = std::minmax_element(depths.begin() + 1, depths.end());
  EXPECT_EQ(*low, *high);
}

TEST_F(ClientTest, FailuresMayBeginTheNextCallWithoutGrowingTheStack) {
  constexpr int kCalls = 10'000;
  TestCall call;
  call.then = [&] {
    EXPECT_EQ(call.outcome(), "refused");
    if (call.done < kCalls) client_.send(call, url_);
  };
  client_.send(call, url_);
  for (int i = 0; i < 1'000'000 && call.done < kCalls; ++i) turn();
  EXPECT_EQ(call.done, kCalls);
}

}  // namespace
}  // namespace acrida::http
