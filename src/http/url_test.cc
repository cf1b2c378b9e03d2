#include "http/url.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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

TEST(ParseUrl, HttpsHasItsOwnPort) {
  EXPECT_EQ(parsed("https://localhost"), "localhost|443|/|localhost");
  EXPECT_EQ(parsed("HTTPS://localhost:443"), "localhost|443|/|localhost");
  EXPECT_EQ(parsed("https://localhost:80/x"), "localhost|80|/x|localhost:80");
  EXPECT_EQ(parsed("http://localhost:443"), "localhost|443|/|localhost:443");
  EXPECT_TRUE(parse_url("https://h")->secure);
  EXPECT_FALSE(parse_url("http://h")->secure);
}

TEST(ParseUrl, ReadsCredentials) {
  const auto credentials = [](std::string_view text) {
    const auto url = parse_url(text);
    if (!url) return url.error().message;
    return url->user + "|" + url->password + "|" + (url->has_credentials() ? "yes|" : "no|") +
           url->authority.host;
  };
  EXPECT_EQ(credentials("http://ann:hunter2@h/x@y"), "ann|hunter2|yes|h");
  EXPECT_EQ(credentials("http://ann@h"), "ann||yes|h");
  EXPECT_EQ(credentials("http://:hunter2@h"), "|hunter2|yes|h");
  EXPECT_EQ(credentials("http://a%40b:%2f:%C3%A4%@[::1]:81"), "a@b|/:\xc3\xa4%|yes|::1");
  EXPECT_EQ(credentials("http://ann@x.org:p@ss@h"), "ann@x.org|p@ss|yes|h");
  EXPECT_EQ(credentials("http://@h"), "||no|h");
  EXPECT_EQ(credentials("http://h/x@y"), "||no|h");
}

TEST(ParseUrl, SaysWhatIsWrong) {
  EXPECT_EQ(parsed("localhost:8080"),
            "'localhost:8080' is not a usable URL: it must begin with http:// or https://, as in "
            "http://127.0.0.1:8080");
  EXPECT_EQ(parsed("ftp://h"), "'ftp://h' is not a usable URL: it must begin with http:// or https://");
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
  for (const std::string text : {"me:secret@h", "ftp://me:secret@h", "http://me:secret@h/ x",
                                 "http://me:secret @h/", "https://me:secret@", "http://me:secret@h:x",
                                 "http://me:a/secret@h", "me:secret://@h", "//me:secret@h"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.ok()) << text;
    EXPECT_EQ(url.error().message.find("secret"), std::string::npos) << url.error().message;
    EXPECT_NE(url.error().message.find("***@"), std::string::npos) << url.error().message;
  }
  EXPECT_EQ(
      parsed("http://me:a/b@h"),
      "'http://***@h' is not a usable URL: its port is not a number from 1 to 65535 (in a password, write "
      "/ ? # as %2F %3F %23)");
}

TEST(ParseUrl, DoesNotShowAWholeBook) { EXPECT_LT(parsed("ftp://" + std::string(100000, 'x')).size(), 400u); }

TEST(UrlText, IsWhatAPersonMaySee) {
  const auto text = [](std::string_view url) { return parse_url(url)->text(); };
  EXPECT_EQ(text("http://ann:hunter2@h:80/x?y#z"), "http://h/x?y");
  EXPECT_EQ(text("HTTPS://[::1]:8443"), "https://[::1]:8443/");
  EXPECT_EQ(text("https://h:443"), "https://h/");
}

TEST(WithoutCredentials, LeavesTheRestAsItWasWritten) {
  EXPECT_EQ(without_credentials("http://ann:hunter2@h:80?x@y#z"), "http://h:80?x@y#z");
  EXPECT_EQ(without_credentials("https://ann@b@h"), "https://h");
  EXPECT_EQ(without_credentials("http://h"), "http://h");
  EXPECT_EQ(without_credentials("http://h/users/ann@h"), "http://h/users/ann@h");
  EXPECT_EQ(without_credentials(""), "");
}

TEST(SameOrigin, IsSchemeHostAndPort) {
  const auto same = [](std::string_view a, std::string_view b) {
    return same_origin(*parse_url(a), *parse_url(b));
  };
  EXPECT_TRUE(same("http://h/a", "http://ann@H:80/b"));
  EXPECT_TRUE(same("https://h", "https://h:443"));
  EXPECT_FALSE(same("http://h", "https://h"));
  EXPECT_FALSE(same("http://h:443", "https://h:443"));
  EXPECT_FALSE(same("http://h", "http://h:81"));
  EXPECT_FALSE(same("http://h", "http://g"));
}

TEST(PercentDecoded, LeavesWhatIsNoEncoding) {
  EXPECT_EQ(percent_decoded("a%20b%2Fc%2fd"), "a b/c/d");
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%4"), "%4");
  EXPECT_EQ(percent_decoded("%zz%4g%%41"), "%zz%4g%A");
  EXPECT_EQ(percent_decoded("%00").size(), 1u);
}

TEST(PercentDecoded, UndoesTheEncoding) {
  rc::check([](const std::string& text) {
    std::string encoded;
    append_percent_encoded(encoded, text);
    RC_ASSERT(percent_decoded(encoded) == text);
  });
}

}  // namespace
}  // namespace acrida::http
