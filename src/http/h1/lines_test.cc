#include "http/h1/lines.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/http/pieces.h"

namespace acrida::http::h1 {
namespace {

using Got = LineReader::Got;

struct Lines {
  std::vector<std::string> lines;
  Got last = Got::need_more;
  bool operator==(const Lines&) const = default;
};

Lines read(const Pieces& pieces, std::size_t limit = 1000) {
  LineReader reader;
  reader.reset(limit);
  Lines result;
  for (std::string_view piece : pieces) {
    std::string_view line;
    while ((result.last = reader.next(piece, line)) == Got::line) result.lines.emplace_back(line);
    if (result.last != Got::need_more) break;
  }
  return result;
}

TEST(LineReader, CutsTheSameLinesHoweverTheTextIsSplit) {
  const Lines expected{{"first", "", "third line", "\r"}, Got::need_more};
  for (const Pieces& pieces : every_split("first\r\n\r\nthird line\r\n\r\r\nrest"))
    EXPECT_EQ(read(pieces), expected);
}

TEST(LineReader, RefusesALineFeedWithoutCarriageReturn) {
  const Lines expected{{"a"}, Got::bad_ending};
  for (const Pieces& pieces : every_split("a\r\nb\nc\r\n")) EXPECT_EQ(read(pieces), expected);
}

TEST(LineReader, RefusesMoreThanItsLimitLineEndsIncluded) {
  const std::string text = "12345\r\n123\r\n";
  for (const Pieces& pieces : every_split(text)) {
    EXPECT_EQ(read(pieces, text.size()), (Lines{{"12345", "123"}, Got::need_more}));
    EXPECT_EQ(read(pieces, text.size() - 1), (Lines{{"12345"}, Got::too_long}));
  }
}

TEST(LineReader, NeedNotSeeALinesEndToFindItTooLong) {
  for (const Pieces& pieces : every_split("123456789")) EXPECT_EQ(read(pieces, 8).last, Got::too_long);
}

TEST(LineReader, BeginsAnewWhenReset) {
  LineReader reader;
  std::string_view line;
  for (int i = 0; i < 3; ++i) {
    reader.reset(10);
    std::string_view data = "cut";
    EXPECT_EQ(reader.next(data, line), Got::need_more);
    EXPECT_EQ(reader.partial(), "cut");
    reader.reset(10);
    data = "whole\r\n";
    EXPECT_EQ(reader.next(data, line), Got::line);
    EXPECT_EQ(line, "whole");
  }
}

}  // namespace
}  // namespace acrida::http::h1
