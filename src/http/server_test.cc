#include "http/server.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/http/server_world.h"

namespace acrida::http {
namespace {

using namespace std::chrono_literals;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string get(const std::string& target, const std::string& fields = "",
                const std::string& method = "GET") {
  return method + " " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

TEST_F(ServerTest, AnswersRequestsOneAfterTheOther) {
  Peer peer = connect();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(exchange(peer, kGet), answer("200 OK", "GET / "));
  EXPECT_EQ(exchange(peer, "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"),
            answer("200 OK", "POST /p {}"));
  EXPECT_EQ(exchange(peer, get("/missing")), answer("404 Not Found", "GET /missing "));
  EXPECT_FALSE(peer.ended());
  EXPECT_EQ(server_.answered(), 5u);
}

TEST_F(ServerTest, AnswersHeadWithoutTheBody) {
  Peer peer = connect();
  const std::string whole = answer("200 OK", "HEAD / ");
  EXPECT_EQ(exchange(peer, get("/", "", "HEAD")), whole.substr(0, whole.size() - 7));
  EXPECT_EQ(exchange(peer, kGet), answer("200 OK", "GET / "));
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrderHoweverTheyArrive) {
  const std::string text =
      get("/a") + "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n" +
      get("/c");
  const std::string expected =
      answer("200 OK", "GET /a ") + answer("200 OK", "POST /b x") + answer("200 OK", "GET /c ");
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Peer peer = connect();
    std::string got;
    for (std::size_t at = 0; at < text.size(); at += size) got += exchange(peer, text.substr(at, size));
    EXPECT_EQ(got, expected) << "pieces of " << size;
  }
}

TEST_F(ServerTest, ClosesWhenTheClientAsksForIt) {
  Peer peer = connect();
  EXPECT_EQ(exchange(peer, get("/", "Connection: close\r\n") + kGet), answer("200 OK", "GET / ", "close"));
  EXPECT_TRUE(peer.ended());  // without waiting for the client to go
}

TEST_F(ServerTest, SpeaksHttp10) {
  Peer closes = connect();
  EXPECT_EQ(exchange(closes, "GET / HTTP/1.0\r\n\r\n"), answer("200 OK", "GET / ", "close"));
  EXPECT_TRUE(closes.ended());
  Peer keeps = connect();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(exchange(keeps, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"),
              answer("200 OK", "GET / ", "keep-alive"));
  }
  EXPECT_FALSE(keeps.ended());
}

TEST_F(ServerTest, AnswersAThrowingHandlerWith500AndGoesOn) {
  Peer peer = connect();
  for (const char* target : {"/throw", "/throw-int", "/status"}) {
    EXPECT_EQ(exchange(peer, get(target)), answer("500 Internal Server Error", ""));
  }
  EXPECT_EQ(exchange(peer, kGet), answer("200 OK", "GET / "));
}

TEST_F(ServerTest, RefusesWhatItCannotRead) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"nonsense\r\n\r\n", "400 Bad Request"},
      {"\x16\x03\x01", "400 Bad Request"},
      {"GET / HTTP/1.1\r\n\r\n", "400 Bad Request"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
       "400 Bad Request"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "501 Not Implemented"},
      {"GET / HTTP/2.0\r\n\r\n", "505 HTTP Version Not Supported"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", "413 Content Too Large"},
      {get("/", "A: " + std::string(70'000, 'a')), "431 Request Header Fields Too Large"}};
  for (const auto& [request, status] : cases) {
    Peer peer = connect();
    const std::string got = exchange(peer, kGet + request);
    EXPECT_TRUE(got.starts_with("HTTP/1.1 200 OK\r\n")) << got;
    EXPECT_NE(got.find("GET / HTTP/1.1 " + status + "\r\n"), std::string::npos) << got;
    EXPECT_NE(got.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(peer.ended());
    pass(3s);
    EXPECT_EQ(peer.write("x"), 0u) << "still there after its lingering";
  }
}

TEST_F(ServerTest, AClientThatSendsTooMuchStillReceivesItsAnswer) {
  Peer peer = connect();
  std::string got = exchange(peer, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
  got += exchange(peer, std::string(5'000'000, 'x'));  // all of it is taken, and thrown away
  EXPECT_EQ(got, answer("413 Content Too Large", "the body is larger than the limit", "close"));
  EXPECT_TRUE(peer.ended());
  EXPECT_FALSE(peer.broken());
}

TEST_F(ServerTest, TakesABodyOfOneMebibyteExactly) {
  Peer peer = connect();
  const std::string body(1 << 20, 'x');
  const std::string got =
      exchange(peer, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                         "\r\n\r\n" + body);
  EXPECT_TRUE(got == answer("200 OK", "POST / " + body));
}

TEST_F(ServerTest, AsksForABodyThatIsHeldBack) {
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  Peer peer = connect();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(exchange(peer, post), go_on);
    EXPECT_EQ(exchange(peer, "o"), "");
    EXPECT_EQ(exchange(peer, "k"), answer("200 OK", "POST / ok"));
  }
  EXPECT_EQ(exchange(peer, post + "ok"), answer("200 OK", "POST / ok"));
  EXPECT_EQ(exchange(peer, kGet + post), answer("200 OK", "GET / ") + go_on);
  Peer old = connect();
  EXPECT_EQ(exchange(old, "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"), "");
}

TEST_F(ServerTest, DatesItsAnswers) {
  Peer peer = connect();
  clock_.advance(90min);
  EXPECT_NE(exchange(peer, kGet).find("Date: Thu, 01 Jan 2026 01:30:00 GMT\r\n"), std::string::npos);
}

TEST_F(ServerTest, AHalfClosedClientStillGetsItsAnswers) {
  for (const std::size_t capacity : {std::size_t{1} << 20, std::size_t{10}}) {
    Peer peer = connect(capacity);
    std::string text = get("/a") + get("/b") + get("/cut").substr(0, 20);
    std::string got;
    while (!text.empty()) {
      text.erase(0, peer.write(text));
      if (!text.empty()) got += read_all(peer);
    }
    peer.finish();
    EXPECT_EQ(got + read_all(peer), answer("200 OK", "GET /a ") + answer("200 OK", "GET /b "));
    EXPECT_TRUE(peer.ended());
  }
}

TEST_F(ServerTest, AClientThatDoesNotReadIsNotReadFromUntilItDoes) {
  Peer peer = connect(10'000);
  std::string text;
  for (int i = 0; i < 1000; ++i) text += get("/large");
  std::size_t written = 0;
  while (const auto some = peer.write(std::string_view(text).substr(written))) {
    written += some;
    settle();
  }
  // 1 MiB of answers waits, and the requests of one read; the others wait in the stream.
  EXPECT_LT(server_.answered(), 14u);
  EXPECT_LT(written, text.size());
  const std::string got = exchange(peer, text.substr(written));
  EXPECT_EQ(count(got, "HTTP/1.1 200 OK\r\n"), 1000u);
  EXPECT_EQ(exchange(peer, kGet), answer("200 OK", "GET / "));
}

TEST_F(ServerTest, AParkedClientWhoseAnswersWereAllTakenAtOnceGoesOn) {
  Peer peer = connect(50'000'000);
  std::string text;
  for (int i = 0; i < 100; ++i) text += get("/large");
  const std::string got = exchange(peer, text + get("/", "Connection: close\r\n"));
  EXPECT_EQ(count(got, "HTTP/1.1 200 OK\r\n"), 101u);
  EXPECT_TRUE(peer.ended());
}

TEST_F(ServerTest, OneFloodingClientDoesNotKeepOthersWaiting) {
  Peer flood = connect(50'000'000);
  Peer other = connect();
  std::string text;
  while (text.size() < 40'000'000) text += kGet;
  flood.write(text);
  other.write(kGet);
  for (int i = 0; i < 5; ++i) loop_.turn();
  EXPECT_EQ(other.read_once(), answer("200 OK", "GET / "));
  EXPECT_LT(server_.answered(), 300'000u);
}

TEST_F(ServerTest, AClientThatGoesIsForgotten) {
  for (const std::string& text : {std::string(), kGet, kGet.substr(0, 10), get("/large")}) {
    Peer peer = connect(1000);
    peer.write(text);
    peer.go();
    settle();
  }
  bool drained = false;
  server_.drain([&] { drained = true; });
  settle();
  EXPECT_TRUE(drained);
  EXPECT_EQ(clock_.now().time_since_epoch(), 0s);
}

}  // namespace
}  // namespace acrida::http
