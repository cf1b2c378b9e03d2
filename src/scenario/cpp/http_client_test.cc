// What users ask of their client besides plain requests: cookies, files, streams, redirects …
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <acrida/http.h>

#include "async/timer.h"
#include "scenario/cpp/once_test.h"

namespace acrida::scenario::cpp {
namespace {

// Says its pieces, each so long after the one before, to the first that asks; the last one closes.
class Speaker {
 public:
  using Pieces = std::vector<std::pair<Duration, std::string>>;
  Speaker(async::Loop& loop, std::unique_ptr<net::Stream> stream, Pieces pieces)
      : loop_(loop),
        stream_(std::move(stream)),
        pieces_(std::move(pieces)),
        timer_(loop, async::Callback::to<&Speaker::say>(this)) {
    stream_->on_ready(async::Callback::to<&Speaker::hear>(this));
  }

 private:
  void hear() {
    std::array<char, 4096> buffer{};
    bool heard = false;
    while (stream_ && stream_->read_some(buffer).kind == net::IoResult::Kind::bytes) heard = true;
    if (heard && next_ == 0 && !timer_.is_set()) wait();
  }
  void wait() { timer_.set(loop_.clock().now() + pieces_[next_].first); }
  void say() {
    stream_->write_some(pieces_[next_].second);
    if (++next_ == pieces_.size()) return stream_.reset();
    wait();
  }

  async::Loop& loop_;
  std::unique_ptr<net::Stream> stream_;
  Pieces pieces_;
  std::size_t next_ = 0;
  async::Timer timer_;
};

const std::string kEvents = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

class HttpClientTest : public OnceTest {
 protected:
  HttpClientTest()
      : OnceTest([this](const http::Request& request, http::Response& response) {
          seen_.push_back(request);
          response.status = 200;
          answer_(request, response);
        }) {}
  // Instead of the server.
  void speak(Speaker::Pieces pieces) {
    world_.accept = [this, pieces = std::move(pieces)](std::unique_ptr<net::Stream> stream) {
      speakers_.push_back(std::make_unique<Speaker>(world_.loop, std::move(stream), pieces));
    };
  }

  std::vector<http::Request> seen_;
  std::function<void(const http::Request&, http::Response&)> answer_ = [](const auto&, auto&) {};
  std::vector<std::unique_ptr<Speaker>> speakers_;
};

TEST_F(HttpClientTest, BuildsAFormWithFiles) {
  run([](Once& user) -> Task<> {
    co_await user.client().post("/").form("a b", "1&2").file("image", "cat.png", "PNG").form("c", "3");
  });
  const std::string type(seen_.at(0).fields.find("content-type"));
  ASSERT_TRUE(type.starts_with("multipart/form-data; boundary="));
  const auto& body = seen_[0].body;
  EXPECT_NE(body.find("name=\"a b\"\r\n\r\n1&2\r\n"), std::string::npos);
  EXPECT_NE(body.find("name=\"image\"; filename=\"cat.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n"),
            std::string::npos);
  EXPECT_NE(body.find("name=\"c\"\r\n\r\n3\r\n"), std::string::npos);
}

TEST_F(HttpClientTest, SendsABodyThatIsMadeMeanwhile) {
  run([](Once& user) -> Task<> {
    int left = 3;
    auto next = [&left](std::string& piece) {
      piece = "row\n";
      return --left > 0;
    };
    co_await user.client().post("/").body_from(next, std::nullopt, "text/csv");
  });
  EXPECT_EQ(seen_.at(0).body, "row\nrow\nrow\n");
  EXPECT_EQ(seen_[0].fields.find("content-type"), "text/csv");
  EXPECT_EQ(all().failures, 0u);
}

TEST_F(HttpClientTest, WhatASourceThrowsIsThrownInTheTaskToo) {
  std::string caught;
  run([&](Once& user) -> Task<> {
    try {
      auto next = [](std::string&) -> bool { throw std::runtime_error("no rows left"); };
      co_await user.client().post("/").body_from(next);
    } catch (const std::runtime_error& thrown) {
      caught = thrown.what();
    }
  });
  EXPECT_EQ(caught, "no rows left");
  EXPECT_EQ(error(), "cancelled: the source of the request's body broke off");
}

TEST_F(HttpClientTest, AnAnswerBeforeTheEndOfTheRequestTakesNoNegativeTime) {
  // The server says its head at once, reads the rest of the request a second later, and then says the rest.
  std::unique_ptr<net::Stream> server;
  const auto read_all = [&server](load::Runner&) {
    std::array<char, 8192> buffer{};
    while (server->read_some(buffer).kind == net::IoResult::Kind::bytes) {
    }
  };
  world_.accept = [&](std::unique_ptr<net::Stream> stream) {
    server = std::move(stream);
    server->write_some("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
  };
  for (int i = 0; i < 10; ++i) world_.schedule.emplace_back(1s + i * 1ms, read_all);
  world_.schedule.emplace_back(2s, [&server](load::Runner&) { server->write_some("ok"); });
  run([](Once& user) -> Task<> {
    const std::string much(std::size_t{200} << 10, 'x');
    co_await user.client().post("/").body(much);
  });
  EXPECT_EQ(all().requests, 1u);
  EXPECT_EQ(all().failures, 0u);
  EXPECT_GE(all().timing.send, base::Duration(1s));
  EXPECT_EQ(all().timing.first_byte, base::Duration::zero());
  EXPECT_EQ(all().timing.body, base::Duration(2s));
}

TEST_F(HttpClientTest, KeepsCookiesUntilTheyAreCleared) {
  answer_ = [](const auto&, http::Response& response) { response.fields.add("Set-Cookie", "id=7; Path=/"); };
  run([](Once& user) -> Task<> {
    co_await user.client().get("/login");
    co_await user.client().get("/in").cookie("own", "1");
    user.client().clear_cookies();
    co_await user.client().get("/out");
  });
  EXPECT_EQ(seen_.at(0).fields.find("cookie"), "");
  EXPECT_EQ(seen_.at(1).fields.find("cookie"), "id=7; own=1");
  EXPECT_EQ(seen_.at(2).fields.find("cookie"), "");
}

TEST_F(HttpClientTest, RefusesACookieThatWouldBeTwo) {
  run([](Once& user) -> Task<> { co_await user.client().get("/").cookie("a", "1; b=2"); });
  EXPECT_TRUE(seen_.empty());
  EXPECT_EQ(world_.totals.exception_count(), 1u);
}

TEST_F(HttpClientTest, FollowsRedirectsAsOneRequest) {
  answer_ = [](const http::Request& request, http::Response& response) {
    if (request.target == "/there") return;
    response.status = 302;
    response.fields.add("Location", "/there");
  };
  run([&](Once& user) -> Task<> {
    Response there = co_await user.client().post("/here").auth("ann", "secret").json("{}");
    EXPECT_EQ(there.status(), 200);
    EXPECT_EQ(there.url(), "http://test/there");
    EXPECT_EQ(there.redirects(), 1u);
    Response here = co_await user.client().get("/here").no_redirects();
    EXPECT_EQ(here.status(), 302);
    EXPECT_EQ(here.redirects(), 0u);
  });
  EXPECT_EQ(seen_.size(), 3u);
  EXPECT_EQ(seen_.at(1).fields.find("authorization"), "Basic YW5uOnNlY3JldA==");
  EXPECT_EQ(all().requests, 2u);
  EXPECT_EQ(all().failures, 0u);
}

TEST_F(HttpClientTest, OptionsAreOfOneRequestOnly) {
  answer_ = [](const http::Request& request, http::Response& response) {
    if (request.target == "/there") return;
    response.status = 302;
    response.fields.add("Location", "/there");
  };
  run([&](Once& user) -> Task<> {
    co_await user.client().get("/here").no_redirects().cookie("a", "1").timeout(1ms).compressed();
    Response next = co_await user.client().get("/here");
    EXPECT_EQ(next.status(), 200);
  });
  EXPECT_EQ(seen_.at(0).fields.find("accept-encoding"), "gzip, deflate, br, zstd");
  EXPECT_EQ(seen_.at(1).fields.find("cookie"), "");
  EXPECT_EQ(seen_.at(1).fields.find("accept-encoding"), "");
}

TEST_F(HttpClientTest, AsksAProxyForTheWholeUrl) {
  run([](Once& user) -> Task<> { co_await user.client().get("/x").proxy("http://proxy:3128"); });
  EXPECT_EQ(seen_.at(0).target, "http://test/x");
  EXPECT_EQ(seen_.at(0).fields.find("host"), "test");
}

TEST_F(HttpClientTest, ReadsAStreamPieceByPiece) {
  speak({{1s, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"}, {1s, "one"}, {1s, "two"}});
  std::vector<std::string> pieces;
  run([&](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream();
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(world_.clock.now().time_since_epoch(), 1s);
    while (auto piece = co_await answer.read()) pieces.push_back(*piece);
    EXPECT_EQ(world_.clock.now().time_since_epoch(), 3s);
  });
  EXPECT_EQ(pieces, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(all().requests, 1u);
  EXPECT_EQ(all().content_bytes, 6u);
  EXPECT_EQ(all().service.max(), base::Duration(3s));
}

TEST_F(HttpClientTest, ReadsEventsAndTellsTheirGaps) {
  speak({{100ms, kEvents + "data: a\n\n"}, {20ms, "event: token\ndata: b\n\n"}, {30ms, "data: [DONE]\n\n"}});
  std::vector<Event> events;
  run([&](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream();
    while (auto event = co_await answer.next_event()) events.push_back(*event);
    EXPECT_TRUE(answer.ok());
  });
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].type, "token");
  EXPECT_EQ(events[1].data, "b");
  EXPECT_EQ(events[1].at, std::chrono::nanoseconds(120ms));
  EXPECT_EQ(all().gaps.count(), 2u);
  EXPECT_EQ(all().gaps.max(), base::Duration(30ms));
  EXPECT_EQ(all().timing.first_byte, base::Duration(100ms));
}

TEST_F(HttpClientTest, AStreamThatIsNoneOfEventsSaysSo) {
  speak({{1s, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"}, {1s, "x"}});
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream();
    co_await answer.next_event();
  });
  ASSERT_EQ(world_.totals.exception_count(), 1u);
  EXPECT_NE(world_.totals.exceptions().begin()->first.message.find("its type is 'text/html'"),
            std::string::npos);
}

TEST_F(HttpClientTest, WhoDropsAStreamHasSeenEnough) {
  speak({{1s, kEvents + "data: a\n\n"}, {1s, "data: b\n\n"}, {1s, "data: c\n\n"}});
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream();
    co_await answer.next_event();
    co_await answer.next_event();
  });
  EXPECT_EQ(all().requests, 1u);
  EXPECT_EQ(all().failures, 0u);
  EXPECT_EQ(all().in_flight, 0u);
  EXPECT_EQ(all().service.max(), base::Duration(2s));
}

TEST_F(HttpClientTest, TheEndOfARunCutsAStreamOff) {
  speak({{1s, kEvents + "data: a\n\n"}, {1h, "data: b\n\n"}});
  run(
      [](Once& user) -> Task<> {
        Response answer = co_await user.client().get("/").stream();
        while (co_await answer.next_event()) {
        }
      },
      10s);
  EXPECT_EQ(all().requests, 0u);
  EXPECT_EQ(all().in_flight, 1u);
}

TEST_F(HttpClientTest, TheVerdictOnAStreamCounts) {
  speak({{1s, kEvents + "data: a\n\n"}, {1s, "data: b\n\n"}});
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream().check();
    co_await answer.next_event();
    answer.failure("not what I asked for");
  });
  EXPECT_EQ(error(), "check: not what I asked for");
  EXPECT_EQ(all().requests, 1u);
}

TEST_F(HttpClientTest, AStreamThatBreaksOffFails) {
  speak({{1s, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\none"}, {1s, "two"}});
  std::string all_of_it;
  run([&](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream();
    while (auto piece = co_await answer.read()) all_of_it += *piece;
    EXPECT_FALSE(answer.ok());
  });
  EXPECT_EQ(all_of_it, "onetwo");
  EXPECT_EQ(error(), "truncated: bad answer: the connection closed in the middle of the body");
}

TEST_F(HttpClientTest, OnlyStreamsAreRead) {
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/");
    co_await answer.read();
  });
  EXPECT_EQ(world_.totals.exception_count(), 1u);
}

}  // namespace
}  // namespace acrida::scenario::cpp
