#include "http/cookie_date.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace acrida::http {
namespace {

std::string parsed(std::string_view text) {
  const auto date = parse_cookie_date(text);
  return date ? base::iso_time(*date) : "none";
}

TEST(CookieDate, IsReadInEveryForm) {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "6 november 1994 8:49:37", "1994/Nov/06 08:49:37", "08:49:37 06 NOV 94", "Sun,06-Nov-1994 08:49:37Z"})
    EXPECT_EQ(parsed(text), "1994-11-06T08:49:37Z") << text;
}

TEST(CookieDate, HasYearsOfTwoDigits) {
  EXPECT_EQ(parsed("1 jan 69 0:0:0"), "2069-01-01T00:00:00Z");
  EXPECT_EQ(parsed("1 jan 70 0:0:0"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(parsed("31 dec 99 23:59:59"), "1999-12-31T23:59:59Z");
}

TEST(CookieDate, IsNoneWhenAPartIsMissingOrImpossible) {
  for (const char* text :
       {"", "tomorrow", "Sun, 06 Nov 1994", "06 1994 08:49:37", "Nov 1994 08:49:37", "06 Nov 08:49:37",
        "32 Nov 1994 08:49:37", "0 Nov 1994 08:49:37", "30 Feb 1994 08:49:37", "6 Nov 1600 08:49:37",
        "6 Nov 1994 24:00:00", "6 Nov 1994 23:60:00", "6 Nov 1994 23:00:60", "6 Nov 19945 08:49:37",
        "6 Nov 1994 08:49", "6 Nov 1994 008:49:37", "6 Nov 1994 08:49:377", "6 Nov 9 08:49:37"})
    EXPECT_EQ(parsed(text), "none") << text;
  EXPECT_NE(parsed("29 Feb 1996 08:49:37"), "none");
}

RC_GTEST_PROP(CookieDateProperty, ReadsWhatItselfCouldHaveWritten, ()) {
  const auto seconds = *rc::gen::inRange<std::int64_t>(0, 7'000'000'000);
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const std::string iso = base::iso_time(time);
  const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto month = static_cast<std::size_t>(std::stoi(iso.substr(5, 2)) - 1);
  const std::string text = "Xyz, " + iso.substr(8, 2) + " " + months.substr(month * 3, 3) + " " +
                           iso.substr(0, 4) + " " + iso.substr(11, 8) + " GMT";
  RC_ASSERT(parse_cookie_date(text) == time);
}

}  // namespace
}  // namespace acrida::http
