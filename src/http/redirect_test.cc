#include "http/redirect.h"

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

// "METHOD URL", with " -body" and " -credentials" when they are dropped; "" for none; or the failure.
std::string next(int status, std::string_view method, std::string_view location,
                 std::string_view from = "http://ann:hunter2@a/b/c?d") {
  const Url url = *parse_url(from);
  const auto hop = next_hop({status, method, location, url});
  if (!hop) return std::string(name_of(hop.error().kind)) + ": " + hop.error().text;
  if (!hop->has_value()) return "";
  const Hop& to = **hop;
  return to.method + " " + to.url.text() + (to.drop_body ? " -body" : "") +
         (to.drop_credentials ? " -credentials" : "");
}

TEST(NextHop, IsNoneWithoutARedirectOrALocation) {
  for (const int status : {0, 200, 201, 300, 304, 305, 306, 309, 404, 500})
    EXPECT_EQ(next(status, "GET", "/x"), "");
  for (const int status : {301, 302, 303, 307, 308}) EXPECT_EQ(next(status, "GET", ""), "");
}

TEST(NextHop, ChangesTheMethodAsClientsDo) {
  EXPECT_EQ(next(301, "POST", "/x"), "GET http://a/x -body");
  EXPECT_EQ(next(301, "PUT", "/x"), "PUT http://a/x -body");
  for (const int status : {302, 303}) {
    for (const char* method : {"GET", "POST", "PUT", "DELETE"})
      EXPECT_EQ(next(status, method, "x"), "GET http://a/b/x -body");
    EXPECT_EQ(next(status, "HEAD", "x"), "HEAD http://a/b/x -body");
  }
  for (const int status : {307, 308}) {
    for (const char* method : {"GET", "POST", "PUT", "HEAD"})
      EXPECT_EQ(next(status, method, "?x#y"), std::string(method) + " http://a/b/c?x");
  }
}

TEST(NextHop, LeavesCredentialsBehindOnTheWayToAnotherServer) {
  EXPECT_EQ(next(307, "GET", "http://A:80/x"), "GET http://A/x");
  EXPECT_EQ(next(307, "GET", "http://other/x"), "GET http://other/x -credentials");
  EXPECT_EQ(next(307, "GET", "http://a:81/x"), "GET http://a:81/x -credentials");
  EXPECT_EQ(next(307, "GET", "http://a/x", "https://a/"), "GET http://a/x -credentials");
  EXPECT_EQ(next(307, "GET", "//b/x", "https://a/"), "GET https://b/x -credentials");
}

TEST(NextHop, CredentialsMayGoOnToTlsOnTheSameHost) {
  EXPECT_EQ(next(301, "GET", "https://a/x"), "GET https://a/x -body");
  EXPECT_EQ(next(301, "GET", "https://a:8443/x"), "GET https://a:8443/x -body -credentials");
  EXPECT_EQ(next(301, "GET", "https://a/x", "http://a:8080"), "GET https://a/x -body -credentials");
  EXPECT_EQ(next(301, "GET", "https://b/x"), "GET https://b/x -body -credentials");
}

TEST(NextHop, CredentialsOfTheUrlGoAlongUntilTheLocationHasItsOwn) {
  const Url url = *parse_url("http://ann:hunter2@a/");
  const auto password = [&](std::string_view location) {
    const auto hop = next_hop({302, "GET", location, url});
    return (*hop)->url.user + ":" + (*hop)->url.password;
  };
  EXPECT_EQ(password("/x"), "ann:hunter2");
  EXPECT_EQ(password("http://a/x"), "ann:hunter2");
  EXPECT_EQ(password("https://a/x"), "ann:hunter2");
  EXPECT_EQ(password("http://bob:y@a/x"), "bob:y");
  EXPECT_EQ(password("http://bob:y@b/x"), "bob:y");
  EXPECT_EQ(password("http://b/x"), ":");
}

TEST(NextHop, SaysWhyItCannotBeFollowed) {
  EXPECT_EQ(
      next(302, "GET", "ftp://ann:hunter2@h/x"),
      "malformed: bad Location of the 302: a URL of the scheme 'ftp' cannot be followed, only http and https "
      "can");
  EXPECT_EQ(
      next(308, "GET", "http://ann:hunter2@h:x"),
      "malformed: bad Location of the 308: the URL is not usable: its port is not a number from 1 to 65535");
}

TEST(NextHop, NeedsTheBodyAgainOnlyToSendItAgain) {
  const Url url = *parse_url("http://a");
  EXPECT_TRUE(next_hop({302, "POST", "/x", url, false}).ok());
  const auto hop = next_hop({307, "POST", "/x", url, false});
  ASSERT_FALSE(hop.ok());
  EXPECT_EQ(hop.error().text, "cannot follow the 307: the request's body cannot be sent again");
}

}  // namespace
}  // namespace acrida::http
