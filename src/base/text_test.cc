#include "base/text.h"

#include <chrono>

#include <gtest/gtest.h>

namespace acrida::base {
namespace {

using namespace std::chrono_literals;

TEST(Timespan, ReadsEveryFormOfLocust) {
  EXPECT_EQ(parse_timespan("20"), Duration(20s));
  EXPECT_EQ(parse_timespan("20s"), Duration(20s));
  EXPECT_EQ(parse_timespan("3m"), Duration(3min));
  EXPECT_EQ(parse_timespan("2h"), Duration(2h));
  EXPECT_EQ(parse_timespan("1h20m"), Duration(1h + 20min));
  EXPECT_EQ(parse_timespan("3h30m10s"), Duration(3h + 30min + 10s));
}

TEST(Timespan, ReadsPartsOfASecond) {
  EXPECT_EQ(parse_timespan("500ms"), Duration(500ms));
  EXPECT_EQ(parse_timespan("1.5s"), Duration(1500ms));
}

TEST(Timespan, RefusesWhatIsNone) {
  for (const char* text : {"", "s", "-1s", "1x", "1s2", "1 s", "1..5s", "1e5s", "9999999999h", "nan"}) {
    EXPECT_EQ(parse_timespan(text), std::nullopt) << text;
  }
}

TEST(Numbers, TakeTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number("1.5"), 1.5);
  EXPECT_EQ(parse_number("+2"), 2.0);
  EXPECT_EQ(parse_number("1.5x"), std::nullopt);
  EXPECT_EQ(parse_number(""), std::nullopt);
  EXPECT_EQ(parse_number("inf"), std::nullopt);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("12.0"), std::nullopt);
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(ControlCharacter, IsFoundWhereverItStandsAndWhateverItIs) {
  for (std::size_t length = 1; length <= 40; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'x');
      for (int byte = 0; byte < 256; ++byte) {
        text[at] = static_cast<char>(byte);
        const bool is_control = (byte < 0x20 && byte != '\t') || byte == 0x7f;
        ASSERT_EQ(has_control_character(text), is_control) << byte << " at " << at << " of " << length;
      }
    }
  }
  EXPECT_FALSE(has_control_character(""));
  EXPECT_TRUE(has_control_character("\t\t\t\t\t\t\t\t\t\n"));
}

TEST(Iequals, LooksAwayFromTheCaseOfLettersOnly) {
  EXPECT_TRUE(iequals("Content-Length", "content-LENGTH"));
  EXPECT_FALSE(iequals("Content-Length", "Content_Length"));
  EXPECT_FALSE(iequals("[", "{"));  // as far apart as A and a
  EXPECT_FALSE(iequals("Host", "Hos"));
}

TEST(IsoTime, IsUtcWithAnOptionalFraction) {
  const WallTime time(1'700'000'000'123ms);
  EXPECT_EQ(iso_time(time), "2023-11-14T22:13:20Z");
  EXPECT_EQ(iso_time(time, true), "2023-11-14T22:13:20.123Z");
}

TEST(Nearest, FindsAMistypedNameAndNotAStrangeOne) {
  const std::vector<std::string> names{"--users", "--spawn-rate", "--run-time"};
  EXPECT_EQ(nearest("--usres", names), "--users");
  EXPECT_EQ(nearest("--runtime", names), "--run-time");
  EXPECT_EQ(nearest("--colour", names), std::nullopt);
}

TEST(HexDigit, KnowsItsSixteen) {
  EXPECT_EQ(hex_digit('0'), 0);
  EXPECT_EQ(hex_digit('9'), 9);
  EXPECT_EQ(hex_digit('a'), 10);
  EXPECT_EQ(hex_digit('F'), 15);
  for (const char c : {'g', 'G', '/', ':', '@', '`', '\0', '\xff'}) EXPECT_EQ(hex_digit(c), -1) << c;
}

}  // namespace
}  // namespace acrida::base
