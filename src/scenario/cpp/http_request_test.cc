// What must not happen to requests: secrets that go abroad, bodies of another length, streams that nobody
// ends.
#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <acrida/http.h>

#include "async/timer.h"
#include "scenario/cpp/once_test.h"

namespace acrida::scenario::cpp {
namespace {

class HttpRequestTest : public OnceTest {
 protected:
  HttpRequestTest()
      : OnceTest([this](const http::Request& request, http::Response& response) {
          seen_.push_back(request);
          response.status = 200;
          if (answer_) answer_(request, response);
        }) {}

  std::vector<http::Request> seen_;
  std::function<void(const http::Request&, http::Response&)> answer_;
};

TEST_F(HttpRequestTest, AuthIsBasic) {
  run([](Once& user) -> Task<> { co_await user.client().get("/").auth("ann", "hunter2\r\nX: y"); });
  EXPECT_EQ(seen_.at(0).fields.find("Authorization"), "Basic YW5uOmh1bnRlcjINClg6IHk=");
}

// Appends "one" and then "two".
std::function<bool(std::string&)> one_two() {
  return [calls = 0](std::string& out) mutable {
    out += calls == 0 ? "one" : "two";
    return ++calls < 2;
  };
}

// More than was announced would be read as the next request.
TEST_F(HttpRequestTest, ASourceMustKeepToItsLength) {
  std::vector<std::string> told;
  const std::vector<std::uint64_t> lengths{3, 9};
  run([&](Once& user) -> Task<> {
    for (const auto length : lengths) {
      try {
        co_await user.client().post("/").body_from(one_two(), length).timeout(1s);
      } catch (const std::length_error& error) {
        told.emplace_back(error.what());
      }
    }
  });
  EXPECT_EQ(told, (std::vector<std::string>{"body_from: the source makes more than the 3 bytes announced",
                                            "body_from: the source ends after 6 of the 9 bytes announced"}));
  EXPECT_EQ(world_.requests, std::vector<std::string>{"POST /"}) << "whose three bytes had come by then";
  EXPECT_EQ(all().failures, 2u);
}

TEST_F(HttpRequestTest, FollowsRedirectsWithoutTakingSecretsAbroad) {
  answer_ = [](const http::Request& request, http::Response& response) {
    if (request.target == "/end") return;
    response.status = 302;
    response.fields.add("Location", request.target == "/a" ? "/b?x" : "http://elsewhere/end");
  };
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().post("/a").auth("ann", "x").cookie("k", "v").json("{}");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.redirects(), 2u);
    EXPECT_EQ(answer.url(), "http://elsewhere/end");
  });
  EXPECT_EQ(world_.requests, (std::vector<std::string>{"POST /a", "GET /b?x", "GET /end"}));
  EXPECT_EQ(all().requests, 1u);
  EXPECT_NE(seen_[1].fields.find("Authorization"), "");
  EXPECT_EQ(seen_[1].fields.find("Cookie"), "k=v");
  EXPECT_EQ(seen_[2].fields.find("Authorization"), "");
  EXPECT_EQ(seen_[2].fields.find("Cookie"), "");
  EXPECT_EQ(seen_[2].fields.find("Host"), "elsewhere");
}

TEST_F(HttpRequestTest, ARedirectMayBeTheAnswer) {
  answer_ = [](const http::Request&, http::Response& response) {
    response.status = 301;
    response.fields.add("Location", "/b");
  };
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/a").no_redirects();
    EXPECT_EQ(answer.status(), 301);
    EXPECT_TRUE(answer.ok());
    EXPECT_EQ(answer.url(), "http://test/a");
  });
  EXPECT_EQ(world_.requests, std::vector<std::string>{"GET /a"});
}

TEST_F(HttpRequestTest, AnUnusableProxyIsToldWithoutItsPassword) {
  run([](Once& user) -> Task<> { co_await user.client().get("/").proxy("https://ann:hunter2@proxy"); });
  EXPECT_TRUE(exception().starts_with("the proxy ")) << exception();
  EXPECT_EQ(exception().find("hunter2"), std::string::npos);
  EXPECT_TRUE(seen_.empty());
}

// The server says this to whatever it hears first on each connection, each part so long after the one before.
class HttpStreamTroubleTest : public HttpRequestTest {
 protected:
  HttpStreamTroubleTest() {
    world_.accept = [this](std::unique_ptr<net::Stream> stream) {
      speakers_.push_back(std::make_unique<Speaker>(world_.loop, std::move(stream), says_));
    };
  }
  struct Speaker {
    Speaker(async::Loop& its_loop, std::unique_ptr<net::Stream> to,
            const std::deque<std::pair<base::Duration, std::string>>& what)
        : loop(its_loop),
          stream(std::move(to)),
          says(what),
          timer(loop, async::Callback::to<&Speaker::speak>(this)) {
      stream->on_ready(async::Callback::to<&Speaker::hear>(this));
    }
    void hear() {
      std::array<char, 4096> buffer{};
      const bool any = stream->read_some(buffer).kind == net::IoResult::Kind::bytes;
      if (any && !std::exchange(heard, true)) wait();
    }
    void wait() {
      if (!says.empty()) timer.set(loop.clock().now() + says.front().first);
    }
    void speak() {
      stream->write_some(says.front().second);
      says.pop_front();
      wait();
    }
    async::Loop& loop;
    std::unique_ptr<net::Stream> stream;
    std::deque<std::pair<base::Duration, std::string>> says;
    async::Timer timer;
    bool heard = false;
  };
  static std::string head(const std::string& type) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  }
  void say_three_events() {
    says_ = {{100ms, head("text/event-stream")},
             {100ms, "9\r\ndata: a\n\n\r\n"},
             {200ms, "9\r\ndata: b\n\n\r\n"},
             {300ms, "9\r\ndata: c\n\n\r\n0\r\n\r\n"}};
  }

  std::deque<std::pair<base::Duration, std::string>> says_;
  std::vector<std::unique_ptr<Speaker>> speakers_;
};

TEST_F(HttpStreamTroubleTest, AStreamMayBeJudged) {
  say_three_events();
  run([](Once& user) -> Task<> {
    {
      Response dropped = co_await user.client().get("/").stream().check();
      co_await dropped.next_event();
      dropped.failure("too few");
    }
    Response answer = co_await user.client().get("/").stream().check();
    while (co_await answer.next_event()) continue;
    answer.failure("too few");
  });
  EXPECT_EQ(all().requests, 2u);
  EXPECT_EQ(all().failures, 2u);
  EXPECT_EQ(error(), "check: too few");
}

TEST_F(HttpStreamTroubleTest, AnExceptionInTheMiddleOfAStreamIsTheTasksAlone) {
  say_three_events();
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream();
    co_await answer.next_event();
    throw std::runtime_error("oops");
  });
  EXPECT_EQ(exception(), "oops");
  EXPECT_EQ(all().requests, 1u);
  EXPECT_EQ(all().failures, 0u);
}

TEST_F(HttpStreamTroubleTest, AnExceptionBeforeTheVerdictOnAStreamIsAFailure) {
  say_three_events();
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").stream().check();
    co_await answer.next_event();
    throw std::runtime_error("oops");
  });
  EXPECT_EQ(error(), "check: the task threw before it gave its verdict");
}

TEST_F(HttpStreamTroubleTest, SilenceInTheMiddleIsAReadTimeout) {
  says_ = {{100ms, head("text/plain")}, {100ms, "3\r\none\r\n"}};
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").read_timeout(500ms).stream();
    while (co_await answer.read()) continue;
    EXPECT_FALSE(answer.ok());
    EXPECT_EQ(answer.elapsed(), 700ms);
  });
  EXPECT_EQ(error(), "read_timeout: no byte from the server for 0.5 s");
}

}  // namespace
}  // namespace acrida::scenario::cpp
