#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/url.h"

namespace acrida::http {
namespace {

// The text of what it leads to, or the error.
std::string resolved(std::string_view reference, std::string_view base = "http://a/b/c/d;p?q") {
  const auto url = resolve_reference(*parse_url(base), reference);
  return url ? url->text() : url.error().message;
}

TEST(ResolveReference, FollowsTheExamplesOfItsStandard) {
  const std::pair<const char*, const char*> examples[] = {{"g", "/b/c/g"},
                                                          {"./g", "/b/c/g"},
                                                          {"g/", "/b/c/g/"},
                                                          {"/g", "/g"},
                                                          {"?y", "/b/c/d;p?y"},
                                                          {"g?y", "/b/c/g?y"},
                                                          {"#s", "/b/c/d;p?q"},
                                                          {"g#s", "/b/c/g"},
                                                          {"g?y#s", "/b/c/g?y"},
                                                          {";x", "/b/c/;x"},
                                                          {"g;x", "/b/c/g;x"},
                                                          {"g;x?y#s", "/b/c/g;x?y"},
                                                          {"", "/b/c/d;p?q"},
                                                          {".", "/b/c/"},
                                                          {"./", "/b/c/"},
                                                          {"..", "/b/"},
                                                          {"../", "/b/"},
                                                          {"../g", "/b/g"},
                                                          {"../..", "/"},
                                                          {"../../", "/"},
                                                          {"../../g", "/g"},
                                                          {"../../../g", "/g"},
                                                          {"../../../../g", "/g"},
                                                          {"/./g", "/g"},
                                                          {"/../g", "/g"},
                                                          {"g.", "/b/c/g."},
                                                          {".g", "/b/c/.g"},
                                                          {"g..", "/b/c/g.."},
                                                          {"..g", "/b/c/..g"},
                                                          {"./../g", "/b/g"},
                                                          {"./g/.", "/b/c/g/"},
                                                          {"g/./h", "/b/c/g/h"},
                                                          {"g/../h", "/b/c/h"},
                                                          {"g;x=1/./y", "/b/c/g;x=1/y"},
                                                          {"g;x=1/../y", "/b/c/y"},
                                                          {"g?y/./x", "/b/c/g?y/./x"},
                                                          {"g?y/../x", "/b/c/g?y/../x"},
                                                          {"g#s/../x", "/b/c/g"}};
  for (const auto& [reference, target] : examples)
    EXPECT_EQ(resolved(reference), std::string("http://a") + target) << reference;
  EXPECT_EQ(resolved("//g"), "http://g/");
}

TEST(ResolveReference, FollowsWholeUrls) {
  EXPECT_EQ(resolved("https://other/x"), "https://other/x");
  EXPECT_EQ(resolved("HTTP://other:81/a/../x#f"), "http://other:81/x");
  EXPECT_EQ(resolved("//other/x", "https://a/"), "https://other/x");
  EXPECT_EQ(resolved("http://h?q/../x"), "http://h/?q/../x");
}

TEST(ResolveReference, EncodesWhatMayNotStandInAUrl) {
  EXPECT_EQ(resolved("/a b/\xc3\xa4?<\">\t\x7f!"), "http://a/a%20b/%C3%A4?%3C%22%3E%09%7F!");
  EXPECT_EQ(resolved("  /x\r\n "), "http://a/x");
  EXPECT_EQ(resolved("/100%25/%zz"), "http://a/100%25/%zz");
}

TEST(ResolveReference, NamesTheSchemeThatItCannotFollow) {
  EXPECT_EQ(resolved("ftp://ann:hunter2@h/"),
            "a URL of the scheme 'ftp' cannot be followed, only http and https can");
  EXPECT_EQ(resolved("mailto:ann@h"),
            "a URL of the scheme 'mailto' cannot be followed, only http and https can");
  EXPECT_EQ(resolved("javascript:x"),
            "a URL of the scheme 'javascript' cannot be followed, only http and https can");
  EXPECT_EQ(resolved("1:2"), "http://a/b/c/1:2");
  EXPECT_EQ(resolved("x/y:z"), "http://a/b/c/x/y:z");
  EXPECT_EQ(resolved("?y:z"), "http://a/b/c/d;p?y:z");
}

TEST(ResolveReference, SaysWhatIsWrongWithoutShowingIt) {
  EXPECT_EQ(resolved("//ann:hunter2@h:x"), "the URL is not usable: its port is not a number from 1 to 65535");
  EXPECT_EQ(resolved("//h h/"), "the URL is not usable: its host is neither a name nor an IP address");
  for (const char* reference : {"http:x", "http:", "//", "http:///x", "//ann:hunter2@",
                                "https://ann:hunter2@h:0", "https://ann:hunt/er2@h", "//\xc3\xa4/"})
    EXPECT_TRUE(resolved(reference).starts_with("the URL is not usable: ")) << resolved(reference);
}

TEST(ResolveReference, CredentialsStayUntilAHostIsNamed) {
  const auto url = [](std::string_view reference) {
    return *resolve_reference(*parse_url("http://ann:x@a/b"), reference);
  };
  for (const char* reference : {"", "c", "/c", "?c"}) EXPECT_EQ(url(reference).user, "ann") << reference;
  EXPECT_FALSE(url("//a/c").has_credentials());
  EXPECT_FALSE(url("http://a/c").has_credentials());
  EXPECT_EQ(url("//bob:y@a").password, "y");
}

RC_GTEST_PROP(ResolveReferenceProperty, AlwaysGivesWhatIsFitForARequest, (const std::string& reference)) {
  const Url base = *parse_url("http://ann:x@a/b/c?d");
  const auto url = resolve_reference(base, reference);
  if (!url.ok()) return;
  RC_ASSERT(url->target.starts_with('/'));
  RC_ASSERT(url->target.find("/../") == std::string::npos ||
            url->target.find("/../") > url->target.find('?'));
  const auto again = parse_url(url->text());
  RC_ASSERT(again.ok());
  RC_ASSERT(same_origin(*again, *url) && again->target == url->target);
}

}  // namespace
}  // namespace acrida::http
