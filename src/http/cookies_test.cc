#include "http/cookies.h"

#include <string>

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

using std::chrono::seconds;

class Cookies : public testing::Test {
 protected:
  bool store(std::string_view from, std::string_view set_cookie) {
    return jar_.store(*parse_url(from), set_cookie, now_);
  }
  // What goes to that URL.
  std::string sent(std::string_view to) const {
    std::string out = "Cookie: ";
    const bool any = jar_.append(*parse_url(to), now_, out);
    EXPECT_EQ(any, out.size() > 8);
    return out.substr(8);
  }

  CookieJar jar_;
  base::WallTime now_{seconds(1'700'000'000)};
};

TEST_F(Cookies, GoBackToTheirHostOnly) {
  EXPECT_TRUE(store("http://Example.org/", "a=1"));
  EXPECT_EQ(sent("http://example.org:81/x?y"), "a=1");
  EXPECT_EQ(sent("https://EXAMPLE.ORG/"), "a=1");
  EXPECT_EQ(sent("http://www.example.org/"), "");
  EXPECT_EQ(sent("http://org/"), "");
}

TEST_F(Cookies, OfADomainGoToAllBelowIt) {
  EXPECT_TRUE(store("http://www.example.org/", "a=1; Domain=.EXAMPLE.org"));
  for (const char* url : {"http://example.org", "http://www.example.org", "http://a.b.example.org"})
    EXPECT_EQ(sent(url), "a=1") << url;
  for (const char* url : {"http://org", "http://badexample.org", "http://example.org.evil"})
    EXPECT_EQ(sent(url), "") << url;
  EXPECT_TRUE(store("http://example.com/", "b=1; Domain=example.com"));
  EXPECT_EQ(sent("http://www.example.com/"), "b=1");
}

TEST_F(Cookies, OfForeignDomainsAreRefused) {
  for (const char* domain : {"other.org", "www.example.org", "xample.org", "org", "org.", "ample.org"})
    EXPECT_FALSE(store("http://example.org/", std::string("a=1; Domain=") + domain)) << domain;
  EXPECT_TRUE(jar_.empty());
}

TEST_F(Cookies, OfANameWithoutADotStayWithTheirHost) {
  EXPECT_TRUE(store("http://localhost/", "a=1; Domain=localhost"));
  EXPECT_EQ(sent("http://localhost/"), "a=1");
  EXPECT_EQ(sent("http://x.localhost/"), "");
}

TEST_F(Cookies, OfAnAddressGoToItExactly) {
  EXPECT_TRUE(store("http://127.0.0.1:8080/", "a=1"));
  EXPECT_TRUE(store("http://127.0.0.1/", "b=1; Domain=127.0.0.1"));
  EXPECT_TRUE(store("http://[::1]/", "c=1"));
  EXPECT_FALSE(store("http://127.0.0.1/", "d=1; Domain=0.0.1"));
  EXPECT_EQ(sent("http://127.0.0.1/"), "a=1; b=1");
  EXPECT_EQ(sent("http://1.127.0.0.1/"), "");
  EXPECT_EQ(sent("http://[::1]:81/"), "c=1");
}

TEST_F(Cookies, GoToTheirPathAndWhatIsBelowIt) {
  store("http://h/", "a=1; Path=/x/y");
  store("http://h/", "b=2; Path=/x/y/");
  EXPECT_EQ(sent("http://h/x/y"), "a=1");
  EXPECT_EQ(sent("http://h/x/y/?q"), "b=2; a=1");
  EXPECT_EQ(sent("http://h/x/y/z"), "b=2; a=1");
  EXPECT_EQ(sent("http://h/x/yz"), "");
  EXPECT_EQ(sent("http://h/x?/x/y"), "");
}

TEST_F(Cookies, WithoutAPathBelongToTheFolderThatWasAskedFor) {
  store("http://h/x/y?z/1", "a=1");
  store("http://h/x", "b=2");
  store("http://h", "c=3; Path=relative");
  EXPECT_EQ(sent("http://h/x/z"), "a=1; b=2; c=3");
  EXPECT_EQ(sent("http://h/z"), "b=2; c=3");
}

TEST_F(Cookies, GoWithTheLongestPathFirstThenTheOldest) {
  store("http://h/", "a=1; Path=/");
  store("http://h/", "b=2; Path=/x");
  store("http://h/", "c=3; Path=/");
  store("http://h/", "d=4; Path=/x");
  store("http://h/", "a=5; Path=/");  // keeps its place
  EXPECT_EQ(sent("http://h/x"), "b=2; d=4; a=5; c=3");
}

TEST_F(Cookies, ThatAreSecureGoOverTlsOnly) {
  store("https://h/", "a=1; Secure");
  EXPECT_EQ(sent("http://h/"), "");
  EXPECT_EQ(sent("https://h/"), "a=1");
}

TEST_F(Cookies, ExpireAtTheirTime) {
  store("http://h/", "a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:01 GMT");
  store("http://h/", "b=2; Expires=Tue, 14 Nov 2023 22:13:30 GMT");  // in 10 s
  store("http://h/", "c=3; Max-Age=99999999999999999999");
  store("http://h/", "d=4; Expires=Fri, 31 Dec 9999 23:59:59 GMT");
  store("http://h/", "e=5; Max-Age=9223372036");  // 292 years
  now_ += seconds(10) - base::Duration(1);
  EXPECT_EQ(sent("http://h/"), "a=1; b=2; c=3; d=4; e=5");
  now_ += base::Duration(1);
  EXPECT_EQ(sent("http://h/"), "c=3; d=4; e=5");
}

TEST_F(Cookies, AreDeletedByAnExpiryInThePast) {
  store("http://h/", "a=1");
  store("http://h/", "b=2");
  store("http://h/", "c=3");
  store("http://h/", "d=4");
  EXPECT_TRUE(store("http://h/", "a=; Max-Age=0"));
  EXPECT_TRUE(store("http://h/", "b=; Max-Age=-5"));
  EXPECT_TRUE(store("http://h/", "c=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
  EXPECT_TRUE(store("http://h/", "d=; Expires=Mon, 01 Jan 1601 00:00:00 GMT"));
  EXPECT_TRUE(store("http://h/", "never=there; Max-Age=0"));
  EXPECT_TRUE(jar_.empty());
}

TEST_F(Cookies, OfAUserGoWhereTheUserSays) {
  EXPECT_TRUE(jar_.set("everywhere", "1"));
  EXPECT_TRUE(jar_.set("here", "2", "H"));
  EXPECT_EQ(sent("http://h/x/y"), "everywhere=1; here=2");
  EXPECT_EQ(sent("https://other/"), "everywhere=1");
  EXPECT_TRUE(jar_.set("here", "3", "h"));
  EXPECT_EQ(sent("http://h/"), "everywhere=1; here=3");
  store("http://h/x", "here=4");  // the same cookie
  EXPECT_EQ(sent("http://h/"), "everywhere=1; here=4");
  jar_.clear();
  EXPECT_EQ(sent("http://h/"), "");
}

TEST_F(Cookies, OfAUserHoldNothingElse) {
  for (const auto& [name, value] :
       {std::pair{"", "x"}, {"a=b", "x"}, {"a;b", "x"}, {"a", "x;y=z"}, {"a", "x\r\nB: c"}})
    EXPECT_FALSE(jar_.set(name, value)) << name;
  EXPECT_FALSE(jar_.set("a", std::string(4096, 'x')));
  EXPECT_TRUE(jar_.empty());
}

TEST_F(Cookies, AreFewPerHostAndTheOldestGo) {
  store("http://other/", "first=1");
  for (int i = 0; i < 60; ++i) store("http://h/", "c" + std::to_string(i) + "=; Path=/" + (i % 2 ? "x" : ""));
  int count = 0, lowest = 99;
  jar_.for_each(now_, [&](const Cookie& each) {
    ++count;
    if (each.host == "h") lowest = std::min(lowest, std::stoi(each.name.substr(1)));
  });
  EXPECT_EQ(count, 51);
  EXPECT_EQ(lowest, 10);
  EXPECT_EQ(sent("http://other/"), "first=1");
}

TEST_F(Cookies, AreFewInAllAndTheOldestGo) {
  for (int i = 0; i < 310; ++i) store("http://h" + std::to_string(i), "a=1");
  int count = 0;
  jar_.for_each(now_, [&](const Cookie&) { ++count; });
  EXPECT_EQ(count, 300);
  EXPECT_EQ(sent("http://h9"), "");
  EXPECT_EQ(sent("http://h10"), "a=1");
}

TEST_F(Cookies, ThatHaveExpiredAreNotShown) {
  store("http://h/", "a=1; Max-Age=1");
  now_ += seconds(2);
  jar_.for_each(now_, [&](const Cookie& each) { ADD_FAILURE() << each.name; });
  EXPECT_FALSE(jar_.empty());
  store("http://h/", "b=1; Max-Age=0");  // a good time to throw it away
  EXPECT_TRUE(jar_.empty());
}

}  // namespace
}  // namespace acrida::http
