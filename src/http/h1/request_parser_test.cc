#include "http/h1/request_parser.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/http/pieces.h"

namespace acrida::http::h1 {
namespace {

using State = RequestParser::State;

// What became of a request.
struct Read {
  State state = State::need_more;
  std::string line;  // method and target, or the status that refuses it
  std::string body;
  std::string left;
  bool keep_alive = false;
  bool operator==(const Read&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Read& read) {
    return out << int(read.state) << " '" << read.line << "' '" << read.body << "' left '" << read.left
               << "' keep " << read.keep_alive;
  }
};
Read refused(int status) { return {State::failed, std::to_string(status), "", "", false}; }

Read read(const Pieces& pieces, const Limits& limits = {}) {
  Request request;
  RequestParser parser(limits);
  parser.begin(request);
  EXPECT_TRUE(parser.untouched());
  Read result;
  for (std::string_view piece : pieces) {
    if (result.state == State::need_more) result.state = parser.feed(piece);
    result.left += piece;
  }
  if (result.state == State::failed) return refused(parser.status());
  result.line = request.method + " " + request.target;
  result.body = request.body;
  result.keep_alive = result.state == State::done && parser.keep_alive();
  return result;
}

void expect_however_split(std::string_view text, const Read& expected, const Limits& limits = {}) {
  for (const Pieces& pieces : every_split(text)) {
    const Read got = read(pieces, limits);
    ASSERT_EQ(got, expected) << text << "\n in " << pieces.size() << " pieces, the first of "
                             << pieces[0].size();
  }
}

TEST(RequestParser, ReadsRequestsWithAndWithoutABody) {
  expect_however_split("GET /health?x=1 HTTP/1.1\r\nHost: a\r\n\r\nGET ",
                       {State::done, "GET /health?x=1", "", "GET ", true});
  expect_however_split("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}GET",
                       {State::done, "POST /predict", "{}", "GET", true});
  expect_however_split(
      "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nSum: "
      "1\r\n\r\nP",
      {State::done, "PUT /a", "abcd", "P", true});
}

TEST(RequestParser, ForgivesEmptyLinesBeforeARequest) {
  expect_however_split("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", {State::done, "GET /", "", "", true});
  expect_however_split("\r\n\r\n\r\n\r\n\r\n\r\n", refused(431), {.header_bytes = 8});
}

TEST(RequestParser, KeepsTheConnectionAsTheVersionSays) {
  expect_however_split("GET / HTTP/1.0\r\n\r\n", {State::done, "GET /", "", "", false});
  expect_however_split("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                       {State::done, "GET /", "", "", true});
  expect_however_split("GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
                       {State::done, "GET /", "", "", false});
}

TEST(RequestParser, RefusesWhatRequestsAreSmuggledWith) {
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const std::string fields :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5, 6\r\n", "Content-Length: +5\r\n",
        "Content-Length: 5 5\r\n", "Transfer-Encoding : chunked\r\n", " Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: \x0b"
        "chunked\r\n",
        "A: b\nTransfer-Encoding: chunked\r\n", "A: b\rC: d\r\n", "Host: b\r\n\r\n", "A\r\n", "\x01: x\r\n",
        "A: b\r\n c\r\n"}) {
    expect_however_split(post + fields, refused(400));
  }
  for (const std::string coding :
       {"gzip", "gzip, chunked", "chunked, gzip", "xchunked", "chunked, chunked", "identity"}) {
    expect_however_split(post + "Transfer-Encoding: " + coding + "\r\n\r\n", refused(501));
  }
  expect_however_split("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", refused(400));
  expect_however_split("GET / HTTP/1.1\r\nA: b\r\n\r\n", refused(400));  // no Host
}

TEST(RequestParser, RefusesBadRequestLines) {
  using namespace std::string_literals;
  for (const std::string& line :
       {"GET /\r\n"s, "GET\r\n"s, "GET  HTTP/1.1\r\n"s, "GET / / HTTP/1.1\r\n"s, "GET /\x01 HTTP/1.1\r\n"s,
        "GET /\0 HTTP/1.1\r\n"s, "G(T / HTTP/1.1\r\n"s, " / HTTP/1.1\r\n"s, "GET / HTTP/1.1\n"s,
        "GET\t/ HTTP/1.1\r\n"s, "\x16\x03\x01"s, "\n"s}) {
    expect_however_split(line, refused(400));
  }
  for (const std::string version : {"HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/1.1x", "HTTP/11", ""}) {
    expect_however_split("GET / " + version + "\r\n", refused(505));
  }
}

TEST(RequestParser, RefusesBadChunks) {
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string chunk :
       {"x\r\n", "1\r\nab\r\n", "-1\r\n", "10000000000000000\r\n", "1\na", "0\r\nA\r\n"}) {
    expect_however_split(post + chunk, refused(400));
  }
}

TEST(RequestParser, RefusesWhatIsTooLarge) {
  const std::string header = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
  expect_however_split(header + "hello", {State::done, "POST /", "hello", "", true}, {header.size(), 5});
  expect_however_split(header + "hello", refused(431), {header.size() - 1, 5});
  expect_however_split(header, refused(413), {header.size(), 4});
  expect_however_split("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n", refused(413),
                       {.body_bytes = 4});
  expect_however_split(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + std::string(200, 'a'),
      refused(431), {.header_bytes = 100});
}

TEST(RequestParser, NeverTakesACutRequestForAWholeOne) {
  for (const std::string_view text :
       {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n"}) {
    for (std::size_t length = 0; length < text.size(); ++length) {
      EXPECT_EQ(read({text.substr(0, length)}).state, State::need_more);
    }
  }
}

TEST(RequestParser, AsksForTheBodyOnlyWhileTheClientWaits) {
  Request request;
  RequestParser parser;
  parser.begin(request);
  std::string_view data = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n";
  EXPECT_EQ(parser.feed(data), State::need_more);
  EXPECT_FALSE(parser.wants_continue());
  EXPECT_EQ(parser.feed(data = "\r\n"), State::need_more);
  EXPECT_TRUE(parser.wants_continue());
  EXPECT_EQ(parser.feed(data = "a"), State::need_more);
  EXPECT_FALSE(parser.wants_continue());
  parser.begin(request);
  EXPECT_EQ(parser.feed(data = "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            State::need_more);
  EXPECT_FALSE(parser.wants_continue());  // HTTP/1.0 does not know it
}

TEST(RequestParser, ReadsPipelinedRequestsOneAfterTheOther) {
  std::string_view data =
      "GET /a HTTP/1.1\r\nHost: a\r\n\r\nPOST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nbGET /c "
      "HTTP/1.1\r\nHost: "
      "a\r\n\r\n";
  Request request;
  RequestParser parser;
  for (const auto& [target, body] : {std::pair("/a", ""), {"/b", "b"}, {"/c", ""}}) {
    parser.begin(request);
    EXPECT_EQ(parser.feed(data), State::done);
    EXPECT_EQ(request.target, target);
    EXPECT_EQ(request.body, body);
  }
  EXPECT_EQ(data, "");
}

}  // namespace
}  // namespace acrida::http::h1
