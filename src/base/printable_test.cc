#include "base/printable.h"

#include <gtest/gtest.h>

namespace acrida::base {
namespace {

TEST(Printable, LeavesTextsOfAnyLanguageAlone) {
  const std::string_view text = "/café?a=\"1\",2 \xe2\x82\xac \xf0\x9f\x98\x80";
  EXPECT_EQ(printable(text), text);
  EXPECT_EQ(valid_utf8(text), text);
}

TEST(Printable, ShowsControlCharactersSoThatTheyCannotSteerATerminal) {
  EXPECT_EQ(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(printable("\x1b[2J\x07"), "\\x1b[2J\\x07");
  EXPECT_EQ(printable(std::string_view("\0\x7f", 2)), "\\x00\\x7f");
  EXPECT_EQ(printable("\xc2\x9b\x32J"), "\\xc2\\x9b2J");  // U+009B begins an escape sequence too
}

TEST(Printable, ShowsBytesThatAreNoUtf8AndReplacesThemInFiles) {
  for (const std::string_view bad : {"\xff", "\x80", "\xc0", "\xf5"}) {
    EXPECT_EQ(printable(bad).substr(0, 2), "\\x");
    EXPECT_EQ(valid_utf8(bad), "\xef\xbf\xbd");
  }
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");                    // cut off
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");                    // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // above U+10FFFF
  EXPECT_EQ(valid_utf8("a\xe2\x82z"), "a\xef\xbf\xbd\xef\xbf\xbdz");
}

}  // namespace
}  // namespace acrida::base
