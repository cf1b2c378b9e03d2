#include "report/short_text.h"

#include <gtest/gtest.h>

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

TEST(ShortText, WritesTimesWithThreeDigitsAndAUnit) {
  EXPECT_EQ(short_time(0ns, true), "0 µs");
  EXPECT_EQ(short_time(83'400ns, true), "83 µs");
  EXPECT_EQ(short_time(83'400ns, false), "83 us");
  EXPECT_EQ(short_time(999us, false), "999 us");
  EXPECT_EQ(short_time(999'600ns, false), "1.00 ms");
  EXPECT_EQ(short_time(2100us, false), "2.10 ms");
  EXPECT_EQ(short_time(9'996us, false), "10.0 ms");
  EXPECT_EQ(short_time(123'456us, false), "123 ms");
  EXPECT_EQ(short_time(1200ms, false), "1.20 s");
  EXPECT_EQ(short_time(75s, false), "75.0 s");
  EXPECT_EQ(short_time(1h, false), "3600 s");
}

TEST(ShortText, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(ShortText, WritesSmallRatesWithADecimal) {
  EXPECT_EQ(short_rate(0), "0.0");
  EXPECT_EQ(short_rate(12.34), "12.3");
  EXPECT_EQ(short_rate(99.96), "100");
  EXPECT_EQ(short_rate(60'622.4), "60,622");
}

TEST(ShortText, WritesSizesInThousands) {
  EXPECT_EQ(short_bytes(812), "812 B");
  EXPECT_EQ(short_bytes(999.6), "1.00 KB");
  EXPECT_EQ(short_bytes(1'214'000), "1.21 MB");
  EXPECT_EQ(short_bytes(31.4e9), "31.4 GB");
}

TEST(ShortText, NeverCallsSomeNoneOrNotAllAll) {
  EXPECT_EQ(percent_text(0, 10), "0.00%");
  EXPECT_EQ(percent_text(1, 1'000'000), "<0.01%");
  EXPECT_EQ(percent_text(1, 3), "33.33%");
  EXPECT_EQ(percent_text(999'999, 1'000'000), ">99.99%");
  EXPECT_EQ(percent_text(10, 10), "100.00%");
}

}  // namespace
}  // namespace acrida::report
