#include "http/h1/response_parser.h"

#include <optional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/http/pieces.h"

namespace acrida::http::h1 {
namespace {

using State = ResponseParser::State;

// What became of an answer.
struct Read {
  State state = State::need_more;
  int status = 0;
  std::string body;  // or the failure's name
  std::string left;
  bool keep_alive = false;
  bool operator==(const Read&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Read& read) {
    return out << int(read.state) << ' ' << read.status << " '" << read.body << "' left '" << read.left
               << "' keep " << read.keep_alive;
  }
};
Read failed(FailureKind kind) { return {State::failed, 0, std::string(name_of(kind)), "", false}; }

struct How {
  bool to_head = false;
  bool then_closes = false;
  Limits limits = {};
};

Read read(const Pieces& pieces, const How& how = {}) {
  Response response;
  ResponseParser parser(how.limits);
  parser.begin(how.to_head, true, response);
  Read result;
  for (std::string_view piece : pieces) {
    if (result.state == State::need_more) result.state = parser.feed(piece);
    result.left += piece;
  }
  if (how.then_closes && result.state == State::need_more) result.state = parser.end_of_stream();
  if (result.state == State::failed) return failed(parser.failure().kind);
  EXPECT_EQ(response.body_bytes, response.body.size());
  result.status = response.status;
  result.body = response.body;
  result.keep_alive = result.state == State::done && parser.keep_alive();
  return result;
}

void expect_however_split(std::string_view text, const Read& expected, const How& how = {}) {
  for (const Pieces& pieces : every_split(text)) {
    const Read got = read(pieces, how);
    ASSERT_EQ(got, expected) << text << "\n in " << pieces.size() << " pieces, the first of "
                             << pieces[0].size();
  }
}

TEST(ResponseParser, ReadsABodyOfALength) {
  expect_however_split("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhelloHTTP/1.1 ",
                       {State::done, 200, "hello", "HTTP/1.1 ", true});
  expect_however_split("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", {State::done, 200, "", "", true});
}

TEST(ResponseParser, ReadsABodyInChunks) {
  expect_however_split(
      "HTTP/1.1 201 Created\r\nTransfer-Encoding: "
      "chunked\r\n\r\n4;a=b\r\nwiki\r\nA\r\npedia12345\r\n0\r\nSum: 1\r\n\r\nX",
      {State::done, 201, "wikipedia12345", "X", true});
}

TEST(ResponseParser, ReadsABodyUntilTheConnectionCloses) {
  const std::string_view text = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nall there is";
  expect_however_split(text, {State::done, 200, "all there is", "", false}, {.then_closes = true});
  expect_however_split(text, {State::need_more, 200, "all there is", "", false});
}

TEST(ResponseParser, KnowsWhichAnswersHaveNoBody) {
  for (const std::string status : {"204 No Content", "304 Not Modified", "101 Switching Protocols"}) {
    const std::string text = "HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\nother";
    expect_however_split(text, {State::done, std::stoi(status), "", "other", !status.starts_with("101")});
  }
  expect_however_split("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
                       {State::done, 200, "", "", true}, {.to_head = true});
  expect_however_split("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                       {State::done, 200, "", "", true}, {.to_head = true});
  expect_however_split("HTTP/1.1 200 OK\r\n\r\n", {State::done, 200, "", "", true}, {.to_head = true});
}

TEST(ResponseParser, PassesOverInterimAnswers) {
  expect_however_split(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 3\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
      {State::done, 200, "ok", "", true});
}

TEST(ResponseParser, ForgetsTheFieldsOfInterimAnswers) {
  Response response;
  ResponseParser parser;
  parser.begin(false, true, response);
  std::string_view data =
      "HTTP/1.1 103 Early\r\nA: 1\r\n\r\nHTTP/1.1 200 Fine\r\nB: 2\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(parser.feed(data), State::done);
  EXPECT_EQ(response.fields.text(), "B: 2\r\nContent-Length: 0\r\n");
  EXPECT_EQ(response.reason, "Fine");
}

TEST(ResponseParser, BoundsInterimAnswersTogether) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(read({text}, {.limits = {.header_bytes = 400}}), failed(FailureKind::header_limit));
}

TEST(ResponseParser, KeepsAnHttp10ConnectionOnlyWhenTold) {
  expect_however_split("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", {State::done, 200, "a", "", false});
  expect_however_split("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
                       {State::done, 200, "a", "", true});
  expect_however_split("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na",
                       {State::done, 200, "a", "", false});
  expect_however_split(
      "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      {State::done, 200, "", "", false});
}

TEST(ResponseParser, BelievesTheCodingRatherThanTheLengthAndThenCloses) {
  expect_however_split(
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      {State::done, 200, "a", "", false});
  expect_however_split("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\nabc",
                       {State::done, 200, "abc", "", false}, {.then_closes = true});
}

TEST(ResponseParser, ReadsStatusLinesThatSaveBytes) {
  for (const std::string line : {"HTTP/1.1 404", "HTTP/1.1 404 ", "HTTP/1.1 404 Not \xc3\xa4 Found"}) {
    expect_however_split(line + "\r\nContent-Length: 0\r\n\r\n", {State::done, 404, "", "", true});
  }
}

TEST(ResponseParser, NamesWhatIsNotHttp) {
  using namespace std::string_literals;
  for (const std::string& text :
       {"\r\n"s,
        "SSH-2.0-OpenSSH_9.2\r\n"s,
        "\x15\x03\x01\x00\x02\x02\x50"s,
        "HTTP/2 200\r\n"s,
        "HTTP/1.1 20\r\n"s,
        "HTTP/1.1 2000 OK\r\n"s,
        "HTTP/1.1 099 X\r\n"s,
        "HTTP/1.1 abc X\r\n"s,
        "HTTP/1.1  200 OK\r\n"s,
        "HTTP/1.1\t200 OK\r\n"s,
        "HTTP/1.x 200 OK\r\n"s,
        "http/1.1 200 OK\r\n"s,
        "HTTP/1.1 200\rOK\r\n"s,
        "HTTP/1.1 200 O\0K\r\n"s,
        "HTTP/1.1 200 OK\n"s,
        "HTTP/1.1 200 OK\r\nA: b\n"s,
        "HTTP/1.1 200 OK\r\nno colon\r\n"s,
        "HTTP/1.1 200 OK\r\n folded: x\r\n"s,
        "HTTP/1.1 200 OK\r\nA: b\x01\r\n"s,
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n"s,
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n"s,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\n"s,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n"s}) {
    expect_however_split(text, failed(FailureKind::malformed));
  }
}

TEST(ResponseParser, NeverTakesACutAnswerForAWholeOne) {
  for (const std::string_view text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nh",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n"}) {
    for (std::size_t length = 0; length < text.size(); ++length) {
      for (const Pieces& pieces : every_split(text.substr(0, length))) {
        EXPECT_EQ(read(pieces, {.then_closes = true}), failed(FailureKind::truncated))
            << text.substr(0, length);
      }
    }
    EXPECT_EQ(read({text}, {.then_closes = true}).state, State::done);
  }
}

TEST(ResponseParser, LimitsHeaderAndBody) {
  const std::string header = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
  const std::string text = header + "hello";
  const Read fine{State::done, 200, "hello", "", true};
  expect_however_split(text, fine, {.limits = {.header_bytes = header.size(), .body_bytes = 5}});
  expect_however_split(text, failed(FailureKind::header_limit),
                       {.limits = {.header_bytes = header.size() - 1}});
  expect_however_split(text, failed(FailureKind::body_limit), {.limits = {.body_bytes = 4}});
  expect_however_split("HTTP/1.1 200 OK\r\n\r\nhello", failed(FailureKind::body_limit),
                       {.then_closes = true, .limits = {.body_bytes = 4}});
  expect_however_split("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
                       failed(FailureKind::body_limit), {.limits = {.body_bytes = 4}});
}

TEST(ResponseParser, ReadsOneAnswerAfterTheOther) {
  std::string_view data =
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 404 No\r\nTransfer-Encoding: "
      "chunked\r\n\r\n1\r\nb\r\n"
      "0\r\n\r\nHTTP/1.1 204 No\r\n\r\n";
  Response response;
  ResponseParser parser;
  for (const auto& [status, body] : {std::pair(200, "a"), {404, "b"}, {204, ""}}) {
    parser.begin(false, true, response);
    EXPECT_EQ(parser.feed(data), State::done);
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.body, body);
  }
  EXPECT_EQ(data, "");
}

TEST(ResponseParser, CountsABodyThatIsNotKept) {
  Response response;
  ResponseParser parser;
  parser.begin(false, false, response);
  std::string_view data = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  EXPECT_EQ(parser.feed(data), State::done);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.body_bytes, 5u);
}

TEST(ResponseParser, SaysInOneSentenceWhatIsWrong) {
  Response response;
  ResponseParser parser;
  parser.begin(false, true, response);
  std::string_view data = "HTTP/1.1 200 OK\r\nContent-Length: x\r\n";
  EXPECT_EQ(parser.feed(data), State::failed);
  EXPECT_EQ(parser.failure().text, "bad answer: its Content-Length is not one number");
  EXPECT_EQ(parser.feed(data), State::failed);  // and stays so
}

}  // namespace
}  // namespace acrida::http::h1
