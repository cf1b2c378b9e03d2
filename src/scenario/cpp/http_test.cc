#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include <acrida/http.h>

#include "scenario/cpp/once_test.h"

namespace acrida::scenario::cpp {
namespace {

class HttpTest : public OnceTest {
 protected:
  HttpTest()
      : OnceTest([this](const http::Request& request, http::Response& response) {
          seen_ = request;
          response.status = status_;
          response.body = body_;
          response.fields.add("X-Answer", "42");
        }) {}

  http::Request seen_;
  int status_ = 200;
  std::string body_;
};

TEST_F(HttpTest, BuildsARequest) {
  run([](Once& user) -> Task<> {
    co_await user.client()
        .put("/a/b")
        .query("q", "x y")
        .query("r", "1&2")
        .header("X-One", "1")
        .json("{\"a\":1}");
  });
  EXPECT_EQ(seen_.method, "PUT");
  EXPECT_EQ(seen_.target, "/a/b?q=x%20y&r=1%262");
  EXPECT_EQ(seen_.fields.find("x-one"), "1");
  EXPECT_EQ(seen_.fields.find("content-type"), "application/json");
  EXPECT_EQ(seen_.fields.find("host"), "test");
  EXPECT_EQ(seen_.body, "{\"a\":1}");
}

TEST_F(HttpTest, BuildsAForm) {
  run([](Once& user) -> Task<> {
    co_await user.client().post("/login").form("user", "ann").form("pass", "a&b=c");
  });
  EXPECT_EQ(seen_.fields.find("content-type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(seen_.body, "user=ann&pass=a%26b%3Dc");
}

TEST_F(HttpTest, AppendsThePathToTheHost) {
  run([](Once& user) -> Task<> { co_await user.client().get("health"); }, 1min, "http://test/api/");
  EXPECT_EQ(seen_.target, "/api/health");
}

TEST_F(HttpTest, FilesARequestUnderItsNameAndClass) {
  run([](Once& user) -> Task<> {
    co_await user.client().get("/user/17").named("/user/[id]").payload_class("valid");
  });
  ASSERT_EQ(world_.endpoints.size(), 1u);
  const auto& endpoint = world_.endpoints[stats::EndpointId{0}];
  EXPECT_EQ(endpoint.method, "GET");
  EXPECT_EQ(endpoint.name, "/user/[id]");
  EXPECT_EQ(endpoint.payload_class, "valid");
  EXPECT_EQ(seen_.target, "/user/17");
}

TEST_F(HttpTest, ShowsTheAnswer) {
  body_ = R"({"diagnosis":"clear"})";
  bool looked = false;
  run([&](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_TRUE(answer.ok());
    EXPECT_EQ(answer.text(), body_);
    EXPECT_EQ(answer.header("x-answer"), "42");
    EXPECT_EQ(answer.json()["diagnosis"].string(), "clear");
    EXPECT_EQ(answer.error(), "");
    looked = true;
  });
  EXPECT_TRUE(looked);
}

TEST_F(HttpTest, AStatusOf400OrMoreIsAFailure) {
  status_ = 404;
  run([](Once& user) -> Task<> { co_await user.client().get("/missing"); });
  EXPECT_EQ(all().failures, 1u);
  EXPECT_EQ(error(), "status: 404 Not Found");
}

TEST_F(HttpTest, ACheckedFailureMayBeCalledASuccess) {
  status_ = 400;
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").check();
    EXPECT_FALSE(answer.ok());
    answer.success();
    EXPECT_TRUE(answer.ok());
  });
  EXPECT_EQ(all().requests, 1u);
  EXPECT_EQ(all().failures, 0u);
}

TEST_F(HttpTest, TheLastVerdictCounts) {
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").check();
    answer.failure("first");
    answer.success();
    answer.failure("expected {}, got {}", 400, answer.status());
  });
  EXPECT_EQ(error(), "check: expected 400, got 200");
}

TEST_F(HttpTest, ACheckedAnswerWithoutVerdictIsJudgedByItsStatus) {
  status_ = 500;
  run([](Once& user) -> Task<> { co_await user.client().get("/").check(); });
  EXPECT_EQ(error(), "status: 500 Internal Server Error");
}

TEST_F(HttpTest, ACheckedAnswerIsFiledInTheSecondInWhichItCame) {
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").check();
    co_await user.sleep(5s);
    answer.failure("late");
  });
  ASSERT_FALSE(world_.snapshots.empty());
  std::uint64_t late = 0;
  for (const auto& snapshot : world_.snapshots) {
    for (const auto& [id, tally] : snapshot.counts.endpoints) {
      EXPECT_EQ(snapshot.second, 0);
      late += snapshot.late ? tally.failures : 0;
    }
  }
  EXPECT_EQ(late, 1u);
}

TEST_F(HttpTest, AnExceptionBeforeTheVerdictIsAFailureAndAnException) {
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").check();
    static_cast<void>(answer.json());  // an empty body is no JSON
  });
  EXPECT_EQ(all().failures, 1u);
  EXPECT_GE(world_.totals.exception_count(), 1u);
}

TEST_F(HttpTest, AVerdictWithoutCheckIsAnException) {
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/");
    answer.failure("no");
  });
  EXPECT_EQ(all().failures, 0u);
  EXPECT_GE(world_.totals.exception_count(), 1u);
}

TEST_F(HttpTest, ARequestThatIsNeverAwaitedIsNeverSent) {
  run([](Once& user) -> Task<> {
    user.client().get("/idle");
    co_return;
  });
  EXPECT_EQ(all().requests, 0u);
  EXPECT_TRUE(world_.requests.empty());
}

TEST_F(HttpTest, AnUnusableUrlIsAnExceptionWithTheReason) {
  run([](Once& user) -> Task<> { co_await user.client().get("ftp://ann:hunter2@test/"); });
  ASSERT_FALSE(world_.totals.exceptions().empty());
  EXPECT_EQ(world_.totals.exceptions().begin()->first.message,
            "'ftp://***@test/' is not a usable URL: it must begin with http:// or https://");
}

TEST_F(HttpTest, AUrlInAQueryIsNoWholeUrl) {
  run([](Once& user) -> Task<> { co_await user.client().get("/go?to=http://example.org/x"); });
  EXPECT_EQ(seen_.target, "/go?to=http://example.org/x");
  EXPECT_EQ(seen_.fields.find("host"), "test");
}

TEST_F(HttpTest, AWholeUrlGoesWhereItSays) {
  run([](Once& user) -> Task<> { co_await user.client().get("http://elsewhere:81/x"); });
  EXPECT_EQ(seen_.fields.find("host"), "elsewhere:81");
  EXPECT_EQ(seen_.target, "/x");
}

TEST_F(HttpTest, AWholeUrlIsFiledWithoutItsPassword) {
  run([](Once& user) -> Task<> { co_await user.client().get("http://ann:hunter2@elsewhere:81/x?y"); });
  EXPECT_EQ(all().requests, 1u);
  EXPECT_EQ(world_.endpoints[stats::EndpointId{0}].name, "http://elsewhere:81/x?y");
}

TEST_F(HttpTest, KeepsTheFirstAnswersOfAFailureWithoutTheirSecrets) {
  status_ = 500;
  body_ = R"({"detail":"boom","token":"hunter2"})";
  run([](Once& user) -> Task<> {
    for (int i = 0; i < 5; ++i) co_await user.client().get("/a");
    Response answer = co_await user.client().get("/b").check();
    answer.failure("no");
    co_await user.client().get("/c").check();
  });
  const auto& answers = world_.totals.answers();
  ASSERT_EQ(answers.size(), 3u);
  const auto& kept = answers.begin()->second;
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[0].at, fakes::ManualClock::kWallStart);
  EXPECT_EQ(kept[0].status, 500);
  EXPECT_EQ(kept[0].body, R"({"detail":"boom","token":"***"})");
  EXPECT_EQ(kept[0].headers.at(0), (std::pair<std::string, std::string>{"X-Answer", "42"}));
  for (const auto& [error, of_it] : answers) EXPECT_TRUE(world_.totals.errors().contains(error));
}

TEST_F(HttpTest, KeepsNoAnswerOfWhatCameOutWell) {
  status_ = 404;
  run([](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").check();
    answer.success();
  });
  EXPECT_TRUE(world_.totals.answers().empty());
}

// The server never answers: its end of the stream is kept and ignored.
class DeafServerTest : public HttpTest {
 protected:
  DeafServerTest() {
    world_.accept = [this](std::unique_ptr<net::Stream> stream) { streams_.push_back(std::move(stream)); };
  }
  std::vector<std::unique_ptr<net::Stream>> streams_;
};

TEST_F(DeafServerTest, TheTimeoutIsKeptToTheNanosecond) {
  std::chrono::nanoseconds elapsed{};
  run([&](Once& user) -> Task<> {
    Response answer = co_await user.client().get("/").timeout(1500ms);
    elapsed = answer.elapsed();
    EXPECT_EQ(answer.status(), 0);
  });
  EXPECT_EQ(elapsed, 1500ms);
  EXPECT_EQ(error(), "timeout: no complete answer within 1.5 s");
  EXPECT_TRUE(world_.totals.answers().empty());  // for there was none
}

TEST_F(DeafServerTest, ARequestThatIsOutAtTheEndIsInFlightAndNothingElse) {
  run([](Once& user) -> Task<> { co_await user.client().get("/").timeout(1h); });
  EXPECT_EQ(world_.ended_after, 1min);
  EXPECT_EQ(all().requests, 0u);
  EXPECT_EQ(all().failures, 0u);
  EXPECT_EQ(all().in_flight, 1u);
}

}  // namespace
}  // namespace acrida::scenario::cpp
