#include "http/hidden_values.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::http {
namespace {

TEST(HiddenValues, HideNothingUnlessTold) {
  HiddenValues hidden;
  hidden.add("");
  EXPECT_TRUE(hidden.empty());
  EXPECT_EQ(hidden.masked("a text"), "a text");
}

TEST(HiddenValues, AreHiddenInEachWayTheyAreWritten) {
  HiddenValues hidden;
  hidden.add("p/ \"q");
  EXPECT_EQ(
      hidden.masked(
          R"(raw p/ "q. json p/ \"q. slashed p\/ \"q. url p%2F%20%22q. form p%2F+%22q. html p/ &quot;q.)"),
      "raw ***. json ***. slashed ***. url ***. form ***. html ***.");
}

TEST(HiddenValues, AreHiddenInJsonWithinJson) {
  HiddenValues hidden;
  hidden.add("a\"\u00eb");
  EXPECT_EQ(hidden.masked(R"({"body": "{\"k\":\"a\\\"\u00eb\"}"})"), R"({"body": "{\"k\":\"***\"}"})");
}

TEST(HiddenValues, AreHiddenInPureAscii) {
  HiddenValues hidden;
  hidden.add("\u00ebx\U0001f600");
  EXPECT_EQ(
      hidden.masked(R"(1 \u00ebx\ud83d\ude00 2 \u00EBx\uD83D\uDE00 3 \u00c3\u00abx\u00f0\u009f\u0098\u0080)"),
      "1 *** 2 *** 3 ***");
}

TEST(HiddenValues, LeaveNoPartOfALongerOne) {
  HiddenValues hidden;
  hidden.add("abcd");
  hidden.add("abcdefgh");
  EXPECT_EQ(hidden.masked("abcdefgh abcdef"), "*** ***ef");
}

TEST(HiddenValues, AreHiddenBeforeATextIsCut) {
  HiddenValues hidden;
  hidden.add("secret");
  const auto front = hidden.masked("12345678secret12345678secret", 10);
  EXPECT_EQ(front.substr(0, 10), "12345678**");
  EXPECT_EQ(front.find('s'), std::string::npos);
}

RC_GTEST_PROP(HiddenValues, AreFoundAnywhere, (const std::string& before, const std::string& after)) {
  HiddenValues hidden;
  hidden.add("s3cr3t");
  RC_ASSERT(hidden.masked(before + "s3cr3t" + after).find("s3cr3t") == std::string::npos);
}

}  // namespace
}  // namespace acrida::http
