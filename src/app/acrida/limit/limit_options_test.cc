#include "app/acrida/limit/limit_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/failure.h"
#include "base/text.h"

namespace acrida::app {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const std::vector<std::string>& words) {
  try {
    limit_options_of(words);
  } catch (const base::UsageError& e) {
    return e.what();
  }
  return "";
}

TEST(LimitOptions, AreARateWithinTenMinutesUnlessSomebodySaysOtherwise) {
  const auto options = limit_options_of({"http://localhost/"});
  EXPECT_FALSE(options.over_users);
  EXPECT_EQ(options.budget, 10min);
  EXPECT_EQ(options.precision, 0.05);
  EXPECT_EQ(options.start, std::nullopt);
  EXPECT_EQ(options.highest, std::nullopt);
}

TEST(LimitOptions, AreTakenOutOfTheWordsOfARun) {
  const auto options =
      limit_options_of({"--over", "users", "-f", "a.cpp", "--budget=90s", "--slo", "p99<50ms", "--start=2",
                        "--precision", "0.1", "--highest", "500", "--overtime"});
  EXPECT_TRUE(options.over_users);
  EXPECT_EQ(options.budget, 90s);
  EXPECT_EQ(options.start, 2);
  EXPECT_EQ(options.highest, 500);
  EXPECT_EQ(options.precision, 0.1);
  EXPECT_THAT(options.rest, ElementsAre("-f", "a.cpp", "--slo", "p99<50ms", "--overtime"));
}

TEST(LimitOptions, TakeARateWithItsUnit) { EXPECT_EQ(limit_options_of({"--start", "12.5/s"}).start, 12.5); }

TEST(LimitOptions, AreRefusedWithTheReason) {
  EXPECT_EQ(refusal({"--over", "both"}), "--over: 'both' is neither rate nor users");
  EXPECT_EQ(refusal({"--start", "-1"}), "--start: '-1' is not a number above 0");
  EXPECT_EQ(refusal({"--highest", "nan"}), "--highest: 'nan' is not a number above 0");
  EXPECT_EQ(refusal({"--precision=2"}), "--precision: 2 is not in 0.005 to 1");
  EXPECT_EQ(refusal({"--budget=1s"}), "--budget: '1s' is no time of at least 10 s; write 5m or 1h");
  EXPECT_EQ(refusal({"--budget"}), "--budget needs a value");
  EXPECT_THAT(refusal({"--over", "users", "--start", "1.5"}), HasSubstr("users are whole"));
  EXPECT_THAT(refusal({"--start", "9", "--highest", "8"}), HasSubstr("nothing is left to search"));
}

TEST(LimitHelp, IsAtMost80ColumnsWide) {
  const auto help = limit_help();
  for (const auto line : base::split(help, '\n')) EXPECT_LE(line.size(), 80U) << line;
}

}  // namespace
}  // namespace acrida::app
