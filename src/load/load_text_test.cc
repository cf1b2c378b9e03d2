#include "load/load_text.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"

namespace acrida::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(LoadText, TakesABareNumberForARateWhereARateIsMeant) {
  EXPECT_EQ(parse_rate("50")->rate, Shape(50));
  EXPECT_EQ(parse_rate(" 50/s ")->rate, Shape(50));
  EXPECT_EQ(parse_rate("0s:0/s, 1m:100/s")->rate, Shape({{0s, 0}, {60s, 100}}));
}

TEST(LoadText, RefusesAShapeOfUsersWhereARateIsMeant) {
  EXPECT_THAT(parse_rate("0s:0, 1m:100").error().message,
              HasSubstr("'0s:0, 1m:100' has users where arrivals a second are meant: write 100/s"));
}

TEST(LoadText, RefusesARateThatBringsNothing) {
  EXPECT_THAT(parse_rate("0").error().message, HasSubstr("'0' brings no arrival"));
  EXPECT_THAT(parse_rate("0s:0/s, 1m:0/s").error().message, HasSubstr("brings no arrival"));
}

TEST(LoadText, ReadsTheFileOfAReplay) {
  const auto path = testing::TempDir() + "load_text_" + std::to_string(::getpid()) + ".txt";
  ASSERT_TRUE(base::replace_file(path, "5\n6.5\n").ok());
  EXPECT_THAT(parse_rate("replay(" + path + ")")->replay, ElementsAre(0s, 1500ms));
  ::unlink(path.c_str());
  EXPECT_THAT(parse_rate("replay(" + path + ")").error().message, HasSubstr(path));
}

TEST(LoadText, ReadsUsers) {
  EXPECT_EQ(*parse_users("0s:0, 30s:100"), Shape({{0s, 0}, {30s, 100}}));
  EXPECT_THAT(parse_users("0s:0/s, 30s:100/s").error().message,
              HasSubstr("has arrivals a second where users are meant: write 100 instead of 100/s"));
  EXPECT_THAT(parse_users("replay(x.txt)").error().message, HasSubstr("give it as a rate"));
  EXPECT_THAT(parse_users("few").error().message, HasSubstr("'few' is no level"));
}

TEST(LoadText, KnowsTheKindsOfArrivals) {
  for (const auto arrivals : {Arrivals::poisson, Arrivals::constant})
    EXPECT_EQ(*parse_arrivals(name_of(arrivals)), arrivals);
  EXPECT_EQ(parse_arrivals("Poisson").error().message, "'Poisson' is neither poisson nor constant");
}

}  // namespace
}  // namespace acrida::load
