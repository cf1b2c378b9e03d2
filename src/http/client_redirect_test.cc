#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "http/client.h"
#include "tests/http/client_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;
using fakes::Script;

const std::string kEndOfHeader = "\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::string redirect(int status, const std::string& location, const std::string& more = "") {
  return "HTTP/1.1 " + std::to_string(status) + " x\r\nLocation: " + location + "\r\n" + more +
         "Content-Length: 0\r\n\r\n";
}

class ClientRedirectTest : public ScriptedTest {};

TEST_F(ClientRedirectTest, IsFollowedOnTheSameConnectionAsOneCall) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .pause(1s)
                   .say(redirect(302, "/there?a=1"))
                   .hear(kEndOfHeader)
                   .pause(2s)
                   .say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
                   .pause(3s)
                   .say("ok"));
  TestCall call("GET", "/here");
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.response.body, "ok");
  EXPECT_EQ(call.finished - call.started, 6s);
  EXPECT_EQ(call.time_to_first_byte(), 3s);
  EXPECT_EQ(call.time_of_body(), 3s);
  EXPECT_EQ(call.redirected->hops, 1u);
  EXPECT_TRUE(call.redirected->earlier.empty()) << "nobody has asked for it";
  EXPECT_EQ(call.request.target, "/here") << "the call's own request stays";
  EXPECT_EQ(call.bytes_sent, server_.heard(0).size());
  EXPECT_NE(server_.heard(0).find("GET /there?a=1 HTTP/1.1\r\nHost: test\r\n"), std::string::npos);
}

TEST_F(ClientRedirectTest, WhatLedOnIsKeptIfItIsAskedFor) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(redirect(302, "/b", "X-A: 1\r\n"))
                   .hear(kEndOfHeader)
                   .say(redirect(301, "/c"))
                   .hear(kEndOfHeader)
                   .say(kOk));
  TestCall call("POST", "/a");
  call.options.keep_hops = true;
  run(call);
  const auto& earlier = call.redirected->earlier;
  ASSERT_EQ(earlier.size(), 2u);
  EXPECT_EQ(earlier[0].status, 302);
  EXPECT_EQ(earlier[0].method, "POST");
  EXPECT_TRUE(earlier[0].url.ends_with("/a"));
  EXPECT_EQ(earlier[0].fields.find("X-A"), "1");
  EXPECT_EQ(earlier[1].status, 301);
  EXPECT_EQ(earlier[1].method, "GET");
  EXPECT_TRUE(earlier[1].url.ends_with("/b"));
}

TEST_F(ClientRedirectTest, ThePostBecomesAGetWithoutItsBodyButNotAfter307) {
  server_.play(Script()
                   .hear("{}")
                   .say(redirect(307, "/a"))
                   .hear("{}")
                   .say(redirect(303, "/b"))
                   .hear(kEndOfHeader)
                   .say(kOk));
  TestCall call("POST", "/");
  call.request.body = "{}";
  call.request.fields.add("Content-Type", "application/json");
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  const auto& heard = server_.heard(0);
  EXPECT_NE(heard.find("POST /a HTTP/1.1"), std::string::npos);
  const auto last = heard.find("GET /b HTTP/1.1");
  ASSERT_NE(last, std::string::npos);
  EXPECT_EQ(heard.find("Content-", last), std::string::npos);
}

TEST_F(ClientRedirectTest, OtherServersGetNoCredentials) {
  server_.play(Script().hear(kEndOfHeader).say(redirect(302, "http://other/x")).hear(kEndOfHeader).say(kOk));
  server_.play(Script().hear(kEndOfHeader).say(redirect(302, "http://test/back")));
  TestCall call;
  call.request.fields.add("Authorization", "Bearer t");
  call.request.fields.add("X-Own", "stays");
  call.options.cookies = "a=b";
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  const auto& first = server_.heard(0);
  const std::string back = first.substr(first.find("GET /back"));
  EXPECT_LT(first.find("Authorization: Bearer t"), first.find("GET /back"));
  EXPECT_LT(first.find("Cookie: a=b"), first.find("GET /back"));
  for (const auto& later : {server_.heard(1), back}) {
    EXPECT_EQ(later.find("Authorization"), std::string::npos);
    EXPECT_EQ(later.find("Cookie"), std::string::npos);
    EXPECT_NE(later.find("X-Own: stays"), std::string::npos);
  }
  EXPECT_NE(server_.heard(1).find("Host: other\r\n"), std::string::npos);
}

TEST_F(ClientRedirectTest, HasALimit) {
  Script script;
  for (int i = 0; i < 4; ++i) script.hear(kEndOfHeader).say(redirect(302, "/again"));
  server_.play(script);
  TestCall call;
  call.options.most_redirects = 3;
  run(call);
  EXPECT_EQ(call.outcome(), "redirects");
  EXPECT_EQ(call.failure->text, "more than 3 redirects");
}

TEST_F(ClientRedirectTest, MayBeTheAnswer) {
  server_.play(Script().hear(kEndOfHeader).say(redirect(302, "/there")));
  TestCall call;
  call.options.most_redirects = 0;
  run(call);
  EXPECT_EQ(call.outcome(), "302");
  EXPECT_EQ(call.response.fields.find("location"), "/there");
}

TEST_F(ClientRedirectTest, WithoutALocationIsTheAnswer) {
  server_.play(Script().hear(kEndOfHeader).say("HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n"));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "302");
}

TEST_F(ClientRedirectTest, ToNowhereFails) {
  server_.play(Script().hear(kEndOfHeader).say(redirect(302, "ftp://test/")));
  TestCall call;
  run(call);
  EXPECT_TRUE(call.failure.has_value());
}

TEST_F(ClientRedirectTest, TheTimeoutIsOfAllHopsTogether) {
  Script script;
  for (int i = 0; i < 9; ++i) script.hear(kEndOfHeader).pause(1s).say(redirect(302, "/again"));
  server_.play(script);
  TestCall call;
  call.options.timeout = 4500ms;
  run(call);
  EXPECT_EQ(call.outcome(), "timeout");
  EXPECT_EQ(call.finished - call.started, 4500ms);
}

TEST_F(ClientRedirectTest, AServerThatIsGoneIsTheFailure) {
  server_.play(Script().hear(kEndOfHeader).say(redirect(302, "http://gone/")));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "refused");
}

class ClientCookiesTest : public ScriptedTest {};

TEST_F(ClientCookiesTest, AreSentBackAlsoWithinOneCall) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(redirect(302, "/in", "Set-Cookie: session=7; Path=/\r\nSet-Cookie: b=2\r\n"))
                   .hear(kEndOfHeader)
                   .say(kOk)
                   .hear(kEndOfHeader)
                   .say(kOk));
  TestCall call("GET", "/login");
  run(call);
  TestCall next("GET", "/other");
  next.options.cookies = "own=1";
  run(next);
  const auto& heard = server_.heard(0);
  EXPECT_NE(heard.find("GET /in HTTP/1.1"), std::string::npos);
  EXPECT_EQ(heard.find("Cookie"), heard.find("Cookie: session=7; b=2\r\n"));
  EXPECT_NE(heard.find("Cookie: session=7; b=2; own=1\r\n"), std::string::npos);
}

TEST_F(ClientCookiesTest, AFieldOfTheRequestsOwnIsLeftAlone) {
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  client_.cookies().set("a", "1");
  TestCall call;
  call.request.fields.add("Cookie", "mine=1");
  run(call);
  EXPECT_NE(server_.heard(0).find("Cookie: mine=1\r\n"), std::string::npos);
  EXPECT_EQ(server_.heard(0).find("a=1"), std::string::npos);
}

class ClientCredentialsTest : public ScriptedTest {};

TEST_F(ClientCredentialsTest, OfTheUrlAreSentAsBasicAuthorization) {
  server_.play(Script().hear(kEndOfHeader).say(redirect(302, "/x")).hear(kEndOfHeader).say(kOk));
  const Url url = *parse_url("http://user:pass@test");
  TestCall call;
  client_.send(call, url);
  turn_until_done(call);
  const auto& heard = server_.heard(0);
  const auto first = heard.find("Authorization: Basic dXNlcjpwYXNz\r\n");
  ASSERT_NE(first, std::string::npos);
  EXPECT_NE(heard.find("Authorization: Basic dXNlcjpwYXNz\r\n", first + 1), std::string::npos);
}

}  // namespace
}  // namespace acrida::http
