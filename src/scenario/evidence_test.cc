#include "scenario/evidence.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::scenario {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

http::Response response_of(std::string body) {
  http::Response response;
  response.status = 404;
  response.body = std::move(body);
  return response;
}

TEST(Evidence, IsTheStatusWithItsReasonTheHeadersAndTheBody) {
  http::Response response = response_of("no such thing");
  response.fields.add("Content-Type", "text/plain");
  const stats::Answer answer = evidence_of(response);
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.reason, "Not Found");
  EXPECT_EQ(answer.headers, (Headers{{"Content-Type", "text/plain"}}));
  EXPECT_EQ(answer.body, "no such thing");
  EXPECT_FALSE(answer.cut);
  response.reason = "Gone fishing";
  EXPECT_EQ(evidence_of(response).reason, "Gone fishing");
}

TEST(Evidence, HasNoSecrets) {
  http::Response response = response_of(R"({"detail":"no","token":"hunter2"})");
  response.fields.add("set-cookie", "session=hunter2");
  response.fields.add("Location", "/login?api_key=hunter2&next=a");
  const stats::Answer answer = evidence_of(response);
  EXPECT_EQ(answer.headers, (Headers{{"set-cookie", "***"}, {"Location", "/login?api_key=***&next=a"}}));
  EXPECT_EQ(answer.body, R"({"detail":"no","token":"***"})");
}

TEST(Evidence, KeepsTheFrontOfALongBodyAndMarksIt) {
  EXPECT_FALSE(evidence_of(response_of(std::string(2048, 'a'))).cut);
  const stats::Answer answer = evidence_of(response_of(std::string(2049, 'a')));
  EXPECT_EQ(answer.body, std::string(2048, 'a'));
  EXPECT_TRUE(answer.cut);
}

TEST(Evidence, CutsBetweenCharacters) {
  for (const std::string character : {"é", "€", "😀"}) {
    for (std::size_t before = 2040; before <= 2048; ++before) {
      std::string body(before, 'a');
      for (int i = 0; i < 4; ++i) body += character;
      const std::string kept = evidence_of(response_of(body)).body;
      EXPECT_LE(kept.size(), 2048u);
      EXPECT_GT(kept.size(), 2048 - character.size());
      EXPECT_EQ((kept.size() - before) % character.size(), 0u);
    }
  }
  EXPECT_EQ(evidence_of(response_of(std::string(3000, '\x80'))).body.size(), 2048u);
}

TEST(Evidence, MasksASecretThatTheCutGoesThrough) {
  const std::string before = R"({"a":")" + std::string(2020, 'a') + R"(", "token":")";
  const stats::Answer answer = evidence_of(response_of(before + std::string(100, 'x')));
  EXPECT_EQ(answer.body, before + "***");
  EXPECT_TRUE(answer.cut);
}

TEST(Evidence, StaysBelow2KilobytesWhenMasksAreLongerThanWhatTheyHide) {
  std::string body;
  while (body.size() < 2000) body += "&pin=1";
  const stats::Answer answer = evidence_of(response_of(body));
  EXPECT_LE(answer.body.size(), 2048u);
  EXPECT_TRUE(answer.cut);
}

TEST(Evidence, KeepsHeadersThatFitAndTellsHowManyDoNot) {
  http::Response response = response_of("");
  response.fields.add("A", "short");
  response.fields.add("B", std::string(3000, 'b'));
  response.fields.add("C", "short");
  EXPECT_EQ(evidence_of(response).headers, (Headers{{"A", "short"}, {"...", "and 2 more"}}));
}

}  // namespace
}  // namespace acrida::scenario
