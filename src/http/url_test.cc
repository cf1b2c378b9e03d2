#include "http/url.h"

#include <string>

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

// "host|port|target|Host field", or the error.
std::string parsed(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return url.error().message;
  return url->authority.host + "|" + std::to_string(url->authority.port) + "|" + url->target + "|" +
         url->host_field();
}

TEST(ParseUrl, ReadsItsParts) {
  EXPECT_EQ(parsed("http://localhost"), "localhost|80|/|localhost");
  EXPECT_EQ(parsed("HTTP://127.0.0.1:8080/"), "127.0.0.1|8080|/|127.0.0.1:8080");
  EXPECT_EQ(parsed("http://a.b-c_d:80/x/y?q=1&r=a/b:c@d#frag?ment"), "a.b-c_d|80|/x/y?q=1&r=a/b:c@d|a.b-c_d");
  EXPECT_EQ(parsed("http://h?q"), "h|80|/?q|h");
  EXPECT_EQ(parsed("http://h#f"), "h|80|/|h");
  EXPECT_EQ(parsed("http://h:/p"), "h|80|/p|h");
  EXPECT_EQ(parsed("http://[::1]:9000/p"), "::1|9000|/p|[::1]:9000");
  EXPECT_EQ(parsed("http://[fe80::1%eth0]"), "fe80::1%eth0|80|/|[fe80::1%eth0]");
}

TEST(ParseUrl, SaysWhatIsWrong) {
  EXPECT_EQ(parsed("localhost:8080"),
            "'localhost:8080' is not a usable URL: it must begin with http://, as in http://127.0.0.1:8080");
  EXPECT_EQ(parsed("ftp://h"), "'ftp://h' is not a usable URL: it must begin with http://");
  EXPECT_EQ(parsed("https://h"), "'https://h' is not a usable URL: https is not built yet; use http://");
  for (const std::string text : {"",
                                 "http://",
                                 "http:///x",
                                 "http://:80",
                                 "http://h:0",
                                 "http://h:65536",
                                 "http://h:-1",
                                 "http://h:8o",
                                 "http://h:80:80",
                                 "http://[::1",
                                 "http://[::1]x",
                                 "http://[]",
                                 "http://[::1]:",
                                 "http://h/a b",
                                 "http://h/\r\nX: y",
                                 "http://h\t",
                                 "http://a\\b",
                                 "http://a,b",
                                 "http://h\xc3\xa4/",
                                 "http://a]b",
                                 "http://::1/",
                                 "http://[::1]]",
                                 "http://[host]/",
                                 "http://[1%x]",
                                 "http://[::1%]"}) {
    if (text == "http://[::1]:") continue;  // an empty port is the default one
    EXPECT_FALSE(parse_url(text).ok()) << text;
  }
  EXPECT_EQ(parsed("http://[::1]:"), "::1|80|/|[::1]");
}

TEST(ParseUrl, NeverShowsAPassword) {
  for (const std::string text : {"http://me:secret@h/", "https://me:secret@h/", "me:secret@h",
                                 "ftp://me:secret@h", "http://me:secret@h/ x", "http://me:secret @h/"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.ok()) << text;
    EXPECT_EQ(url.error().message.find("secret"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace acrida::http
