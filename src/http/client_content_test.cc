#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/client.h"
#include "tests/http/client_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;
using fakes::Script;

const std::string kEndOfHeader = "\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
// "hello", by gzip
const std::string kHello(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00\x00\x00",
    25);

std::string in_chunks(const std::string& type) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
}

std::string chunk(const std::string& bytes) {
  char size[9];
  std::snprintf(size, sizeof size, "%zx", bytes.size());
  return std::string(size) + "\r\n" + bytes + "\r\n";
}

// Takes what comes of a streamed answer.
struct StreamedCall final : Call {
  StreamedCall() { options.streaming = true; }
  void on_data() override {
    if (!content) return;
    for (const auto& [event, at] : content->events()) events.push_back(event.data);
    content->events().clear();
    if (hold) return;
    pieces.push_back(content->ready());
    content->ready().clear();
    read_on();
    if (drop_after > 0 && static_cast<int>(pieces.size()) == drop_after) cancel();
  }
  void on_done() override {
    ++done;
    if (content && !content->ready().empty()) pieces.push_back(content->ready());
  }

  std::vector<std::string> pieces, events;
  bool hold = false;
  int drop_after = 0;
  int done = 0;
};

class ClientContentTest : public ScriptedTest {
 protected:
  void stream(StreamedCall& call) {
    client_.send(call, url_);
    turn_for(1h);
  }
};

TEST_F(ClientContentTest, CompressedAnswersAreDecoded) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n" + kHello));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.response.body, "hello");
  EXPECT_EQ(call.response.body_bytes, 5u);
}

TEST_F(ClientContentTest, ADamagedBodyIsMalformedAndACutOneTruncated) {
  std::string damaged = kHello;
  damaged[18] = '!';
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n" + damaged));
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" +
                        kHello.substr(0, 20)));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "malformed");
  TestCall cut;
  run(cut);
  EXPECT_EQ(cut.outcome(), "truncated");
}

TEST_F(ClientContentTest, AnUnknownCodingIsHandedOn) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 2\r\n\r\nok"));
  TestCall call;
  run(call);
  EXPECT_EQ(call.response.body, "ok");
}

TEST_F(ClientContentTest, EventsAreTimedAlsoWhenTheAnswerIsTakenWhole) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(in_chunks("text/event-stream; charset=utf-8"))
                   .pause(100ms)
                   .say(chunk("data: a\n\nda"))
                   .pause(20ms)
                   .say(chunk("ta: b\n\n"))
                   .pause(30ms)
                   .say(chunk("data: [DONE]\n\n") + "0\r\n\r\n"));
  TestCall call;
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.response.body, "data: a\n\ndata: b\n\ndata: [DONE]\n\n");
  EXPECT_EQ(call.time_to_first_byte(), 100ms);
  EXPECT_EQ(call.time_of_body(), 50ms);
  EXPECT_EQ(call.content->gaps(), (std::vector<base::Duration>{20ms, 30ms}));
}

TEST_F(ClientContentTest, AStreamIsHandedOutAsItComes) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(in_chunks("text/plain"))
                   .pause(1s)
                   .say(chunk("one"))
                   .pause(1s)
                   .say(chunk("two"))
                   .pause(1s)
                   .say("0\r\n\r\n")
                   .hear(kEndOfHeader)
                   .say(kOk));
  StreamedCall call;
  stream(call);
  EXPECT_EQ(call.done, 1);
  EXPECT_EQ(call.response.status, 200);
  EXPECT_EQ(call.pieces, (std::vector<std::string>{"", "one", "two"}));
  TestCall next;
  run(next);
  EXPECT_EQ(server_.connections(), 1u) << "the connection is kept";
}

TEST_F(ClientContentTest, AStreamOfEventsIsHandedOutEventByEvent) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(in_chunks("text/event-stream"))
                   .say(chunk("data: a\n\ndata: b\n\n"))
                   .pause(1s)
                   .say(chunk("data: c\n\n") + "0\r\n\r\n"));
  StreamedCall call;
  stream(call);
  EXPECT_EQ(call.done, 1);
  EXPECT_EQ(call.events, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(call.content->events().size(), 1u) << "what came with the end is still there";
  EXPECT_EQ(call.content->events().front().event.data, "c");
}

TEST_F(ClientContentTest, AStreamThatNobodyTakesIsNotReadWithoutEnd) {
  const std::string much(std::size_t{300} << 10, 'x');
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(in_chunks("text/plain") + chunk(much) + chunk(much) + chunk(much) + "0\r\n\r\n"));
  StreamedCall call;
  call.hold = true;
  call.options.timeout = 2h;
  stream(call);
  EXPECT_EQ(call.done, 0);
  EXPECT_LT(call.content->ready().size(), std::size_t{600} << 10);
  call.hold = false;
  std::string all = std::exchange(call.content->ready(), {});
  call.read_on();
  turn_for(1s);
  EXPECT_EQ(call.done, 1);
  for (const auto& piece : call.pieces) all += piece;
  EXPECT_EQ(all, much + much + much);
}

TEST_F(ClientContentTest, AStreamMayBeDroppedWhileItIsTold) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say(in_chunks("text/plain"))
                   .pause(1s)
                   .say(chunk("one"))
                   .pause(1s)
                   .say(chunk("two")));
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  StreamedCall call;
  call.drop_after = 2;
  stream(call);
  EXPECT_EQ(call.done, 0);
  EXPECT_FALSE(call.in_flight());
  TestCall next;
  run(next);
  EXPECT_EQ(next.outcome(), "200");
}

TEST_F(ClientContentTest, AStreamHasNoLimitOfLength) {
  context_.settings.limits.body_bytes = 10;
  Client client(context_);
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n")
                   .say(std::string(30, 'x')));
  StreamedCall call;
  client.send(call, url_);
  turn_for(1s);
  EXPECT_EQ(call.done, 1);
  EXPECT_FALSE(call.failure.has_value());
}

TEST_F(ClientContentTest, ASilentServerIsToldByItsReadTimeout) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .pause(1s)
                   .say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
                   .pause(1s)
                   .say("x"));
  TestCall call;
  call.options.read_timeout = 1500ms;
  run(call);
  EXPECT_EQ(call.outcome(), "read_timeout");
  EXPECT_EQ(call.finished - call.started, 3500ms);
}

TEST_F(ClientContentTest, SilenceBeginsAnewWhenAHeldStreamIsReadOn) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 200 OK\r\nContent-Length: 300001\r\n\r\n" + std::string(300000, 'x')));
  StreamedCall call;
  call.hold = true;
  call.options.timeout = 2h;
  call.options.read_timeout = 1s;
  stream(call);
  ASSERT_EQ(call.done, 0);
  call.content->ready().clear();
  call.read_on();
  const auto went_on = clock_.now();
  turn_for(1min);
  ASSERT_EQ(call.done, 1);
  EXPECT_EQ(name_of(call.failure->kind), "read_timeout");
  EXPECT_EQ(call.finished - went_on, 1s);
}

TEST_F(ClientContentTest, NobodyKeepsTheBodyOfARedirectOfAStream) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 302 x\r\nLocation: /there\r\nContent-Length: 20\r\n\r\n")
                   .say("half of it")
                   .pause(1s)
                   .say("and the rest")
                   .hear(kEndOfHeader)
                   .say(kOk));
  StreamedCall call;
  client_.send(call, url_);
  turn_for(500ms);
  EXPECT_EQ(call.response.status, 302);
  EXPECT_EQ(call.response.body, "");
  turn_for(1s);
  EXPECT_EQ(call.done, 1);
}

class ClientUploadTest : public ScriptedTest {
 protected:
  static BodySource pieces(std::vector<std::string> all) {
    return [all = std::move(all), next = std::size_t{0}](std::string& out) mutable {
      out += all[next++];
      return next == all.size() ? Piece::last : Piece::more;
    };
  }
};

TEST_F(ClientUploadTest, ASourceGoesInChunks) {
  server_.play(Script().hear("0\r\n\r\n").say(kOk).hear(kEndOfHeader).say(kOk));
  TestCall call("POST");
  call.request.body_source = pieces({"one", "", "three"});
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_TRUE(
      server_.heard(0).ends_with("Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"));
  EXPECT_EQ(call.bytes_sent, server_.heard(0).size());
  TestCall next;
  run(next);
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(ClientUploadTest, ASourceOfKnownLengthGoesAsItIs) {
  server_.play(Script().hear("onetwo").say(kOk));
  TestCall call("PUT");
  call.request.body_source = pieces({"one", "two"});
  call.request.body_length = 6;
  run(call);
  EXPECT_TRUE(server_.heard(0).ends_with("Content-Length: 6\r\n\r\nonetwo"));
}

TEST_F(ClientUploadTest, ASourceThatBreaksOffCancels) {
  server_.play(Script().hear("never"));
  TestCall call("POST");
  call.request.body_source = [](std::string&) { return Piece::broken; };
  run(call);
  EXPECT_EQ(call.outcome(), "cancelled");
}

TEST_F(ClientUploadTest, SilenceBeginsWhenTheBodyIsSent) {
  server_.play(Script().hear(kEndOfHeader).pause(10s).hear("end").pause(2s));
  TestCall call("POST");
  call.request.body = std::string(std::size_t{1} << 20, 'x') + "end";
  call.options.read_timeout = 1s;
  run(call);
  EXPECT_EQ(call.outcome(), "read_timeout");
  EXPECT_GT(call.sending, 9s);
  EXPECT_EQ(call.finished - call.sent, 1s);
}

TEST_F(ClientUploadTest, TheBodyWaitsForContinue) {
  server_.play(
      Script().hear(kEndOfHeader).pause(300ms).say("HTTP/1.1 100 Continue\r\n\r\n").hear("body").say(kOk));
  TestCall call("POST");
  call.request.fields.add("Expect", "100-continue");
  call.request.body = "body";
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.finished - call.started, 300ms);
}

TEST_F(ClientUploadTest, TheBodyWaitsForContinueOneSecondOnly) {
  server_.play(Script().hear("body").say(kOk));
  TestCall call("POST");
  call.request.fields.add("Expect", "100-continue");
  call.request.body = "body";
  run(call);
  EXPECT_EQ(call.outcome(), "200");
  EXPECT_EQ(call.finished - call.started, 1s);
}

TEST_F(ClientUploadTest, ABodyThatIsNotWantedIsNotSent) {
  server_.play(Script().hear(kEndOfHeader).say("HTTP/1.1 417 x\r\nContent-Length: 0\r\n\r\n"));
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  TestCall call("POST");
  call.request.fields.add("Expect", "100-continue");
  call.request.body = "body";
  run(call);
  EXPECT_EQ(call.outcome(), "417");
  EXPECT_EQ(server_.heard(0).find("body"), std::string::npos);
  TestCall next;
  run(next);
  EXPECT_EQ(server_.connections(), 2u) << "the server may still wait for the body on the first";
}

class ClientProxyTest : public ScriptedTest {};

TEST_F(ClientProxyTest, IsAskedForThePlainUrl) {
  server_.play(Script().hear(kEndOfHeader).say(kOk));
  TestCall call("GET", "/x?y");
  call.options.proxy = *parse_proxy("http://u:p@proxy:3128");
  run(call);
  EXPECT_TRUE(server_.heard(0).starts_with("GET http://test/x?y HTTP/1.1\r\nHost: test\r\n"));
  EXPECT_NE(server_.heard(0).find("Proxy-Authorization: Basic dTpw\r\n"), std::string::npos);
}

TEST_F(ClientProxyTest, ThatMakesNoTunnelIsNamed) {
  server_.play(Script()
                   .hear(kEndOfHeader)
                   .say("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"));
  const Url url = *parse_url("https://test");
  TestCall call;
  call.options.proxy = *parse_proxy("http://proxy:3128");
  client_.send(call, url);
  turn_until_done(call);
  EXPECT_EQ(call.outcome(), "unreachable");
  EXPECT_TRUE(call.failure->text.starts_with("the proxy makes no tunnel: 407"));
  EXPECT_TRUE(server_.heard(0).starts_with("CONNECT test:443 HTTP/1.1\r\nHost: test:443\r\n"));
}

TEST_F(ClientProxyTest, ThatIsSilentIsTimedOutAsAConnection) {
  server_.play(Script().hear(kEndOfHeader));
  const Url url = *parse_url("https://test");
  TestCall call;
  call.options.proxy = *parse_proxy("http://proxy:3128");
  client_.send(call, url);
  turn_until_done(call);
  EXPECT_EQ(call.outcome(), "connect_timeout");
  EXPECT_EQ(call.failure->text, "no tunnel through the proxy within 10 s");
}

}  // namespace
}  // namespace acrida::http
