#include "http/set_cookie.h"

#include <string>

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

using std::chrono::seconds;

TEST(SetCookie, IsANameAValueAndAttributes) {
  const auto cookie = parse_set_cookie(
      " a = b=c\t; domain=.Example.ORG;PATH=/x ; Secure; HttpOnly; SameSite=Lax; Max-Age=60;"
      "expires=Thu, 01 Jan 1970 00:01:00 GMT;;");
  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->name, "a");
  EXPECT_EQ(cookie->value, "b=c");
  EXPECT_EQ(cookie->domain, "Example.ORG");
  EXPECT_EQ(cookie->path, "/x");
  EXPECT_TRUE(cookie->secure);
  EXPECT_EQ(cookie->max_age, seconds(60));
  EXPECT_EQ(cookie->expires->time_since_epoch(), seconds(60));
}

TEST(SetCookie, IsIgnoredWhenItIsNone) {
  for (const std::string text :
       {"", "a", "=b", " =b", ";a=b", "a;b=c", "a=b\rc", "a=b; path=/\x7f", "a\x01=b"})
    EXPECT_FALSE(parse_set_cookie(text)) << text;
  EXPECT_TRUE(parse_set_cookie("a=" + std::string(4095, 'x')));
  EXPECT_FALSE(parse_set_cookie("a=" + std::string(4096, 'x')));
}

TEST(SetCookie, LeavesOutAttributesThatMakeNoSense) {
  const auto cookie =
      parse_set_cookie("a=; path=x; domain=; max-age=1h; max-age=-; expires=never; secure=no");
  ASSERT_TRUE(cookie);
  EXPECT_EQ(cookie->value, "");
  EXPECT_EQ(cookie->domain, "");
  EXPECT_EQ(cookie->path, "");
  EXPECT_FALSE(cookie->max_age);
  EXPECT_FALSE(cookie->expires);
  EXPECT_TRUE(cookie->secure);  // whatever its value is
  EXPECT_EQ(parse_set_cookie("a=b; path=/" + std::string(1024, 'x'))->path, "");
}

TEST(SetCookie, TheLastOfEqualAttributesCounts) {
  EXPECT_EQ(parse_set_cookie("a=b; path=/x; path=/y")->path, "/y");
  EXPECT_EQ(parse_set_cookie("a=b; path=/x; path=y")->path, "");
  EXPECT_EQ(parse_set_cookie("a=b; max-age=1; max-age=99999999999999999999")->max_age, seconds::max());
  EXPECT_LT(*parse_set_cookie("a=b; max-age=-1")->max_age, seconds(0));
}

}  // namespace
}  // namespace acrida::http
