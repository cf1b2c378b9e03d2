#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/http/client_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;
using fakes::Script;

const std::string kEndOfHeader = "\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
// Answers one request and listens for the next.
Script answers_once() { return Script().hear(kEndOfHeader).say(kOk).hear(kEndOfHeader); }

class ClientFailureTest : public ScriptedTest {};

TEST_F(ClientFailureTest, ARefusedConnectionIsRefused) {
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "refused");
  EXPECT_EQ(call.failure->text, "Connection refused");
  EXPECT_EQ(call.bytes_sent, 0u);
}

TEST_F(ClientFailureTest, ACallSentAgainShowsNothingOfItsLastAnswer) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).close());
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  run(call);
  EXPECT_EQ(call.outcome(), "refused");
  EXPECT_EQ(call.response.status, 0);
  EXPECT_EQ(call.response.body, "");
}

TEST_F(ClientFailureTest, AConnectionThatIsNotMadeEndsAtItsTimeout) {
  server_.play(Script(Script::Connecting::ignores));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "connect_timeout");
  EXPECT_EQ(call.failure->text, "no connection within 10 s");
  EXPECT_EQ(call.finished - call.started, 10s);
}

TEST_F(ClientFailureTest, ACallMayHaveATimeoutOfItsOwnForConnecting) {
  server_.play(Script(Script::Connecting::ignores));
  TestCall call;
  call.options.connect_timeout = 300ms;
  run(call);
  EXPECT_EQ(call.outcome(), "connect_timeout");
  EXPECT_EQ(call.failure->text, "no connection within 0.3 s");
  EXPECT_EQ(call.finished - call.started, 300ms);
}

TEST_F(ClientFailureTest, TheTotalTimeoutCountsWhileConnectingToo) {
  server_.play(Script(Script::Connecting::ignores));
  TestCall call;
  call.options.timeout = 2500ms;
  run(call);
  EXPECT_EQ(call.outcome(), "timeout");
  EXPECT_EQ(call.failure->text, "no complete answer within 2.5 s");
  EXPECT_EQ(call.finished - call.started, 2500ms);
}

TEST_F(ClientFailureTest, TheTotalTimeoutEndsAnAnswerInItsMiddle) {
  server_.play(
      Script().hear(kEndOfHeader).pause(1s).say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
  TestCall call;
  call.options.timeout = 3s;
  run(call);
  EXPECT_EQ(call.outcome(), "timeout");
  EXPECT_EQ(call.first_byte - call.started, 1s);
  EXPECT_EQ(call.finished - call.started, 3s);
  EXPECT_EQ(call.response.status, 200);
  EXPECT_EQ(call.response.body, "half");
}

TEST_F(ClientFailureTest, AnAnswerThatTricklesIsTimedOutAllTheSame) {
  Script script;
  script.hear(kEndOfHeader).say("HTTP/1.1 200 OK\r\n");
  for (int i = 0; i < 100; ++i) script.pause(1s).say("A: b\r\n");
  server_.play(script);
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "timeout");
  EXPECT_EQ(call.finished - call.started, 60s);
}

TEST_F(ClientFailureTest, AShorterTimeoutThanTheLastCallsHolds) {
  server_.play(answers_once());
  TestCall first;
  run(first);
  TestCall second;
  second.options.timeout = 1s;
  run(second);
  EXPECT_EQ(second.outcome(), "timeout");
  EXPECT_EQ(second.finished - second.started, 1s);
}

TEST_F(ClientFailureTest, AnOldTimerDoesNotEndALaterCall) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).hear(kEndOfHeader).pause(59s).say(kOk));
  TestCall call;
  run(call);
  turn_for(30s);
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.finished - call.started, 59s);
}

TEST_F(ClientFailureTest, ATimeoutMayMeanNever) {
  server_.play(Script().hear(kEndOfHeader).pause(10h).say(kOk));
  context_.settings.connect_timeout = base::Duration::max();
  TestCall call;
  call.options.timeout = base::Duration::max();
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(since_start(), 10h);
}

TEST_F(ClientFailureTest, ACutAnswerIsTruncated) {
  for (const std::string answer :
       {"H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"}) {
    fakes::ScriptedServer server(loop_);
    server.play(Script().hear(kEndOfHeader).say(answer).close());
    ClientContext context{loop_, server};
    Client client(context);
    TestCall call;
    client.send(call, url_);
    turn_until_done(call);
    EXPECT_EQ(call.outcome(), "truncated") << answer;
    EXPECT_EQ(call.bytes_received, answer.size());
  }
}

TEST_F(ClientFailureTest, AnswersThatAreNotHttpAreMalformedAndTheConnectionIsClosed) {
  server_.play(Script().hear(kEndOfHeader).say("\x15\x03\x01"));
  server_.play(Script().hear(kEndOfHeader).say("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"));
  server_.play(answers_once());
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "malformed");
  run(call);
  EXPECT_EQ(call.outcome(), "malformed");
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(server_.connections(), 3u);
  EXPECT_EQ(since_start(), 0s);
}

TEST_F(ClientFailureTest, TooLargeAnswersAreNamedAfterTheirLimit) {
  context_.settings.limits = {.header_bytes = 100, .body_bytes = 10};
  Client client(context_);
  server_.play(Script().hear(kEndOfHeader).say("HTTP/1.1 200 OK\r\nA: " + std::string(200, 'a')));
  server_.play(Script().hear(kEndOfHeader).say("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"));
  TestCall call;
  client.send(call, url_);
  turn_until_done(call);
  EXPECT_EQ(call.outcome(), "header_limit");
  call.done = 0;
  client.send(call, url_);
  turn_until_done(call);
  EXPECT_EQ(call.outcome(), "body_limit");
}

TEST_F(ClientFailureTest, AFreshConnectionThatClosesWithoutAnAnswerIsClosedAndNotTriedAgain) {
  server_.play(Script().hear(kEndOfHeader).close());
  server_.play(answers_once());
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "closed");
  EXPECT_EQ(call.reconnects, 0u);
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(ClientFailureTest, AConnectionThatClosesBeforeTheRequestIsSentIsClosed) {
  server_.play(Script().close());
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "closed");
  EXPECT_EQ(call.bytes_sent, 0u);
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(ClientFailureTest, AConnectionThatBreaksIsReset) {
  server_.play(Script().pause(1ms).close());  // with the request unread
  server_.play(
      Script().pause(1ms).say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").pause(1ms).close());
  for (int i = 0; i < 2; ++i) {
    TestCall call;
    run(call);
    EXPECT_EQ(call.outcome(), "reset") << i;
    EXPECT_EQ(call.reconnects, 0u);
  }
}

TEST_F(ClientFailureTest, AServerThatClosedAnIdleConnectionIsSeenBeforeItIsUsedAgain) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).pause(1s).close());
  server_.play(answers_once());
  TestCall call("POST");
  run(call);
  turn_for(2s);
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.reconnects, 0u);
  EXPECT_EQ(server_.connections(), 2u);
}

TEST_F(ClientFailureTest, AReusedConnectionThatClosesWithoutAnAnswerIsTriedOnceAgain) {
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE"}) {
    fakes::ScriptedServer server(loop_);
    server.play(answers_once().pause(1s).close());
    server.play(Script().hear(kEndOfHeader).pause(2s).say("HTTP/1.1 204 No Content\r\n\r\n"));
    ClientContext context{loop_, server};
    Client client(context);
    TestCall call;
    client.send(call, url_);
    turn_until_done(call);
    call.request.method = method;
    call.request.body = "again";
    call.done = 0;
    client.send(call, url_);
    turn_until_done(call);
    EXPECT_EQ(call.outcome(), "204");
    EXPECT_EQ(call.reconnects, 1u);
    EXPECT_EQ(call.finished - call.started, 3s);  // the first try counts
    EXPECT_EQ(server.heard(1).find(method), 0u);
    EXPECT_TRUE(server.heard(1).ends_with(kEndOfHeader + "again"));
    EXPECT_EQ(server.connections(), 2u);
  }
}

TEST_F(ClientFailureTest, AReusedConnectionThatIsResetIsTriedOnceAgain) {
  server_.play(Script().hear(kEndOfHeader).say(kOk).pause(1s).close());
  server_.play(answers_once());
  TestCall call;
  run(call);
  clock_.advance(1s);  // the request is written before the server goes without reading it
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.reconnects, 1u);
}

TEST_F(ClientFailureTest, APostOnAReusedConnectionThatClosesIsClosed) {
  server_.play(answers_once().close());
  server_.play(answers_once());
  TestCall call("POST");
  run(call);
  run(call);
  EXPECT_EQ(call.outcome(), "closed");
  EXPECT_EQ(call.failure->text, "the server closed the connection without an answer");
  EXPECT_EQ(call.reconnects, 0u);
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(ClientFailureTest, TheSecondTryIsTheLast) {
  server_.play(answers_once().close());
  server_.play(Script().hear(kEndOfHeader).close());
  server_.play(answers_once());
  TestCall call;
  run(call);
  run(call);
  EXPECT_EQ(call.outcome(), "closed");
  EXPECT_EQ(call.reconnects, 1u);
  EXPECT_EQ(server_.connections(), 2u);
}

TEST_F(ClientFailureTest, AnAnswerThatHasBegunIsNotAskedForAgain) {
  server_.play(answers_once().say("H").close());
  server_.play(answers_once());
  TestCall call;
  run(call);
  run(call);
  EXPECT_EQ(call.outcome(), "truncated");
  EXPECT_EQ(call.reconnects, 0u);
}

TEST_F(ClientFailureTest, AnAnswerThatComesWithTheConnectionIsSeen) {
  // The server speaks and finishes before the client has written: no event of its own tells of it.
  server_.play(Script().say("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "503");
}

}  // namespace
}  // namespace acrida::http
