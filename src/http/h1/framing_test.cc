#include "http/h1/framing.h"

#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

namespace acrida::http::h1 {
namespace {

// The framing of a header, or nullopt when a line was refused.
std::optional<Framing> framing_of(std::initializer_list<std::string_view> lines) {
  Framing framing;
  for (const auto line : lines) {
    if (framing.add(line) != nullptr) return std::nullopt;
  }
  return framing;
}

TEST(Framing, ReadsALength) {
  EXPECT_EQ(framing_of({"Content-Length: 42"})->content_length, 42u);
  EXPECT_EQ(framing_of({"content-LENGTH:0042"})->content_length, 42u);
  EXPECT_EQ(framing_of({"Content-Length: \t 9999999999999999999 "})->content_length,
            9'999'999'999'999'999'999u);
}

TEST(Framing, RefusesALengthThatIsNotOneNumber) {
  for (const std::string value : {"", "-1", "+1", "0x10", "1.0", "1 2", "12a", "99999999999999999999", "5,6",
                                  "5,", ",5", "5;", "\"5\"", "1e3"}) {
    EXPECT_FALSE(framing_of({"Content-Length: " + value})) << value;
  }
  EXPECT_FALSE(framing_of({"Content-Length: 5", "Content-Length: 6"}));
}

TEST(Framing, TakesTheSameLengthTwiceForOne) {
  EXPECT_EQ(framing_of({"Content-Length: 5", "Content-Length: 5"})->content_length, 5u);
  EXPECT_EQ(framing_of({"Content-Length: 5, 5,5"})->content_length, 5u);
}

TEST(Framing, KnowsWhetherChunkedIsTheLastCoding) {
  EXPECT_TRUE(framing_of({"Transfer-Encoding: chunked"})->chunked);
  EXPECT_FALSE(framing_of({"Transfer-Encoding: chunked"})->other_coding);
  EXPECT_TRUE(framing_of({"Transfer-Encoding: gzip, Chunked"})->chunked);
  EXPECT_TRUE(framing_of({"Transfer-Encoding: gzip, Chunked"})->other_coding);
  EXPECT_FALSE(framing_of({"Transfer-Encoding: chunked, gzip"})->chunked);
  EXPECT_FALSE(framing_of({"Transfer-Encoding: chunked", "Transfer-Encoding: identity"})->chunked);
  EXPECT_TRUE(framing_of({"Transfer-Encoding: chunked, chunked"})->other_coding);
  EXPECT_TRUE(framing_of({"Transfer-Encoding: chunked,"})->chunked);
  EXPECT_TRUE(framing_of({"Transfer-Encoding:"})->transfer_encoding);
  EXPECT_FALSE(framing_of({"Transfer-Encoding: xchunked"})->chunked);
}

TEST(Framing, FindsTheOptionsOfAConnection) {
  EXPECT_TRUE(framing_of({"Connection: close"})->close);
  EXPECT_TRUE(framing_of({"connection: upgrade , CLOSE"})->close);
  EXPECT_TRUE(framing_of({"Connection: Keep-Alive"})->keep_alive);
  EXPECT_FALSE(framing_of({"Connection: closed"})->close);
  EXPECT_TRUE(framing_of({"Expect: 100-Continue"})->expects_continue);
  EXPECT_FALSE(framing_of({"Expect: 200-ok"})->expects_continue);
}

TEST(Framing, RefusesLinesThatAreNoField) {
  using namespace std::string_literals;
  for (const std::string& line :
       {"no colon"s, ": no name"s, "a b: x"s, "a : x"s, " folded: x"s, "\tfolded"s, "a\0b: x"s, "a: x\0y"s,
        "a: x\ry"s, "a: \x7f"s, "a: \x1b[31m"s, "Transfer-Encoding : chunked"s,
        "Transfer-Encoding: \x0b"
        "chunked"s,
        "h\xc3\xa4: x"s, "(a): x"s}) {
    EXPECT_FALSE(framing_of({line})) << line;
  }
  for (const std::string& line :
       {"a:"s, "a: b:c"s, "a: \xc3\xa4"s, "a: x\ty"s, "!#$%&'*+-.^_`|~09azAZ: x"s}) {
    EXPECT_TRUE(framing_of({line})) << line;
  }
}

}  // namespace
}  // namespace acrida::http::h1
