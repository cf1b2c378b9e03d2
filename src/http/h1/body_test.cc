#include "http/h1/body.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/http/pieces.h"

namespace acrida::http::h1 {
namespace {

using State = BodyReader::State;

struct Read {
  State state = State::need_more;
  std::string body;
  std::string left;
  bool operator==(const Read&) const = default;
};

// A body in chunks, with the failure in place of the body if there was one.
Read read_chunked(const Pieces& pieces, const Limits& limits = {}) {
  std::string body;
  BodyReader reader(limits);
  Read result;
  result.state = reader.begin_chunked(&body);
  for (std::string_view piece : pieces) {
    if (result.state == State::need_more) result.state = reader.feed(piece);
    result.left += piece;
  }
  if (result.state == State::failed) return {State::failed, std::string(name_of(reader.failure().kind)), ""};
  EXPECT_EQ(reader.bytes(), body.size());
  result.body = body;
  return result;
}

TEST(BodyReader, ReadsChunksHoweverTheyAreSplit) {
  const std::string text =
      "5\r\nhello\r\n1;name=value\r\n \r\n00A ; x ;y=\"q\"\r\n0123456789\r\n0;last\r\nTrailer: "
      "x\r\nX:\r\n\r\nleft";
  const Read expected{State::done, "hello 0123456789", "left"};
  for (const Pieces& pieces : every_split(text)) EXPECT_EQ(read_chunked(pieces), expected);
}

TEST(BodyReader, RefusesChunksThatAreNone) {
  for (const std::string text : {"\r\n",
                                 "x\r\n",
                                 "-1\r\n",
                                 "+1\r\na",
                                 "0x1\r\na",
                                 " 1\r\na",
                                 "1 a\r\n",
                                 "1,\r\n",
                                 "\n",
                                 "1\na",
                                 "1\r\nab\r\n",
                                 "1\r\na\n",
                                 "1\r\na\r\r",
                                 "0\r\nno colon\r\n\r\n",
                                 "0\r\na : b\r\n\r\n",
                                 "0\r\na: b\n\n",
                                 "1;a\rb\r\na\r\n",
                                 "1000000000000000\r\n",
                                 "fffffffffffffffff\r\n",
                                 "00000000000000001\r\n"}) {
    for (const Pieces& pieces : every_split(text)) {
      EXPECT_EQ(read_chunked(pieces), (Read{State::failed, "malformed", ""})) << text;
    }
  }
}

TEST(BodyReader, KnowsThatAChunkIsTooLargeBeforeItComes) {
  for (const Pieces& pieces : every_split("fffffffffffffff\r\n")) {
    EXPECT_EQ(read_chunked(pieces).body, "body_limit");
  }
  for (const Pieces& pieces : every_split("3\r\nabc\r\n3\r\n")) {
    EXPECT_EQ(read_chunked(pieces, {.body_bytes = 5}).body, "body_limit");
    EXPECT_EQ(read_chunked(pieces, {.body_bytes = 6}).state, State::need_more);
  }
}

TEST(BodyReader, BoundsExtensionsAndTrailers) {
  const Limits limits{.header_bytes = 20};
  EXPECT_EQ(read_chunked({"1;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, limits).body, "header_limit");
  EXPECT_EQ(read_chunked({"0\r\na: 1\r\nb: 2\r\nc: 3\r\nd: 4\r\n"}, limits).body, "header_limit");
}

TEST(BodyReader, ReadsAsManyBytesAsTheLengthSays) {
  for (const Pieces& pieces : every_split("hello world")) {
    std::string body;
    BodyReader reader({});
    State state = reader.begin_length(5, &body);
    std::string left;
    for (std::string_view piece : pieces) {
      if (state == State::need_more) state = reader.feed(piece);
      left += piece;
    }
    EXPECT_EQ(state, State::done);
    EXPECT_EQ(body, "hello");
    EXPECT_EQ(left, " world");
  }
  BodyReader reader({});
  EXPECT_EQ(reader.begin_length(0, nullptr), State::done);
}

TEST(BodyReader, EndsWithTheConnectionOnlyWhenItMay) {
  std::string body;
  std::string_view data = "abc";
  BodyReader reader({.body_bytes = 4});
  reader.begin_until_close(&body);
  EXPECT_EQ(reader.feed(data), State::need_more);
  EXPECT_EQ(reader.end_of_stream(), State::done);
  EXPECT_EQ(body, "abc");
  data = "ab";
  EXPECT_EQ(reader.feed(data), State::failed);
  EXPECT_EQ(reader.failure().kind, FailureKind::body_limit);
  reader.begin_length(1, &body);
  EXPECT_EQ(reader.end_of_stream(), State::failed);
  EXPECT_EQ(reader.failure().kind, FailureKind::truncated);
}

TEST(BodyReader, CountsWhatItDoesNotKeep) {
  BodyReader reader({});
  std::string_view data = "4\r\nwiki\r\n0\r\n\r\n";
  reader.begin_chunked(nullptr);
  EXPECT_EQ(reader.feed(data), State::done);
  EXPECT_EQ(reader.bytes(), 4u);
}

}  // namespace
}  // namespace acrida::http::h1
