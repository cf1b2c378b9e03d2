#include "report/first_answers.h"

#include <string>

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

stats::Answer answer_of(std::uint16_t status, std::string reason, std::string body, bool cut = false) {
  stats::Answer answer;
  answer.status = status;
  answer.reason = std::move(reason);
  answer.body = std::move(body);
  answer.cut = cut;
  return answer;
}

TEST(FirstAnswers, ShowStatusLineAndBodyOfTheMostFrequentErrorsFirst) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "check", "no price"}).answered(answer_of(200, "OK", "{\n \"a\": 1}"));
  builder.add({"POST", "/b", 1ms, "status", "500"}).answered(answer_of(500, "", ""));
  builder.add({"POST", "/b", 1ms, "status", "500"}).answered(answer_of(500, "", "another"));
  builder.add({"GET", "/c", 1ms, "refused"}).end_second();
  EXPECT_EQ(first_answers(builder.run()),
            "First answer of each error\n"
            "POST /b: 500\n"
            "    500\n"
            "    (no body)\n"
            "GET /a: no price\n"
            "    200 OK\n"
            "    {\\n \"a\": 1}\n");
}

TEST(FirstAnswers, AreNotThereWhenNoFailureHadAnAnswer) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms}).add({"GET", "/a", 1ms, "refused"}).end_second();
  EXPECT_EQ(first_answers(builder.run()), "");
}

TEST(FirstAnswers, ShowTwoHundredCharactersOfABody) {
  RunBuilder builder;
  std::string euros;
  for (int i = 0; i < 200; ++i) euros += "€";
  builder.add({"GET", "/a", 1ms, "check", "1"}).answered(answer_of(200, "OK", euros + "x"));
  builder.add({"GET", "/b", 1ms, "check", "2"}).answered(answer_of(200, "OK", euros));
  builder.add({"GET", "/c", 1ms, "check", "3"}).answered(answer_of(200, "OK", "x\x1b[2J", true)).end_second();
  const std::string text = first_answers(builder.run());
  EXPECT_NE(text.find(euros + "…\n"), std::string::npos);
  EXPECT_NE(text.find(euros + "\n"), std::string::npos);
  EXPECT_NE(text.find("    x\\x1b[2J…\n"), std::string::npos);
}

TEST(FirstAnswers, AreOfFiveErrorsAndSayHowManyMoreThereAre) {
  RunBuilder builder;
  for (int i = 0; i < 7; ++i) {
    builder.add({"GET", "/" + std::to_string(i), 1ms, "check", "no"}).answered(answer_of(200, "OK", "x"));
  }
  builder.end_second();
  const std::string text = first_answers(builder.run());
  EXPECT_NE(text.find("GET /4: no\n"), std::string::npos);
  EXPECT_EQ(text.find("GET /5: no\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\nand of 2 more: --summary FILE keeps them\n")) << text;
}

TEST(FirstAnswers, AreTheEarliestWhenPayloadClassesShareALine) {
  RunBuilder builder;
  builder.add({"GET", "/a", 1ms, "check", "no", "valid"}).end_second();
  builder.add({"GET", "/a", 1ms, "check", "no", "malformed"})
      .answered(answer_of(200, "OK", "second"))
      .end_second();
  builder.add({"GET", "/a", 1ms, "check", "no", "valid"})
      .answered(answer_of(200, "OK", "third"))
      .end_second();
  EXPECT_NE(first_answers(builder.run()).find("second"), std::string::npos);
}

}  // namespace
}  // namespace acrida::report
