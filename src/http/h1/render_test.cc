#include "http/h1/render.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "http/h1/request_parser.h"
#include "http/h1/response_parser.h"

namespace acrida::http::h1 {
namespace {

std::string rendered(const Request& request) {
  std::string out;
  render({request, "host:8080"}, out);
  return out;
}

std::string rendered(const Response& response, std::string_view connection = "", bool to_head = false) {
  std::string out;
  render(response, "now", connection, to_head, out);
  return out;
}

TEST(RenderRequest, AddsWhatIsMissing) {
  EXPECT_EQ(rendered(Request{}),
            "GET / HTTP/1.1\r\nHost: host:8080\r\nUser-Agent: acrida\r\nAccept: */*\r\n\r\n");
  Request request{.method = "POST", .target = "/p", .body = "{}"};
  request.fields.add("host", "other");
  request.fields.add("USER-AGENT", "me");
  request.fields.add("accept", "a/b");
  EXPECT_EQ(
      rendered(request),
      "POST /p HTTP/1.1\r\nhost: other\r\nUSER-AGENT: me\r\naccept: a/b\r\nContent-Length: 2\r\n\r\n{}");
}

TEST(RenderRequest, AnnouncesABodyWhereOneIsExpected) {
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    EXPECT_NE(rendered(Request{.method = method}).find("Content-Length: 0\r\n"), std::string::npos) << method;
  }
  EXPECT_EQ(rendered(Request{.method = "DELETE"}).find("Content-Length"), std::string::npos);
  EXPECT_NE(rendered(Request{.method = "DELETE", .body = "x"}).find("Content-Length: 1\r\n"),
            std::string::npos);
  Request own{.method = "POST", .body = "0\r\n\r\n"};
  own.fields.add("Transfer-Encoding", "chunked");
  EXPECT_EQ(rendered(own).find("Content-Length"), std::string::npos);
}

TEST(RenderRequest, LetsNoTargetOrMethodEndItsLine) {
  EXPECT_TRUE(rendered(Request{.target = "/a b\r\nX: y\x7f\xc3\xa4?q=%20"})
                  .starts_with("GET /a%20b%0D%0AX:%20y%7F%C3%A4?q=%20 HTTP/1.1\r\n"));
  EXPECT_TRUE(rendered(Request{.method = "GE T\r\n", .target = ""}).starts_with("GET / HTTP/1.1\r\n"));
}

TEST(RenderResponse, AddsLengthDateAndConnection) {
  Response response;
  response.status = 200;
  response.fields.add("X", "y");
  response.body = "hello";
  EXPECT_EQ(rendered(response), "HTTP/1.1 200 OK\r\nX: y\r\nDate: now\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(rendered(response, "close", true),
            "HTTP/1.1 200 OK\r\nX: y\r\nDate: now\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
  response.status = 299;
  EXPECT_TRUE(rendered(response).starts_with("HTTP/1.1 299 \r\n"));
}

TEST(RenderResponse, GivesNoBodyToAnswersThatHaveNone) {
  Response response;
  response.body = "not to be sent";
  for (const int status : {204, 304}) {
    response.status = status;
    const std::string text = rendered(response);
    EXPECT_EQ(text.find("Content-Length"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
  }
}

// A field that no framing reads anything into.
struct Field {
  std::string name, value;
};
rc::Gen<Field> any_field() {
  const auto name = rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange('a', 'z')),
                                 [](const std::string& text) { return "x-" + text; });
  return rc::gen::build<Field>(rc::gen::set(&Field::name, name),
                               rc::gen::set(&Field::value, rc::gen::arbitrary<std::string>()));
}
rc::Gen<std::string> any_target() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange('!', '~')),
                      [](const std::string& text) { return "/" + text; });
}
std::string any_body() {
  auto body = *rc::gen::arbitrary<std::string>();
  if (*rc::gen::inRange(0, 10) == 0) body.resize(*rc::gen::inRange<std::size_t>(0, 200'000), 'b');
  return body;
}

// Feeds `wire` in pieces of any size, none of them empty.
template <class Parser>
auto feed_in_pieces(Parser& parser, std::string_view wire) {
  auto state = Parser::State::need_more;
  while (!wire.empty()) {
    RC_ASSERT(state == Parser::State::need_more);
    std::string_view piece = wire.substr(0, *rc::gen::inRange<std::size_t>(1, wire.size() + 1));
    wire.remove_prefix(piece.size());
    state = parser.feed(piece);
    RC_ASSERT(piece.empty());
  }
  return state;
}

RC_GTEST_PROP(Render, ARequestIsReadAsItWasWritten, ()) {
  Request request;
  request.method = *rc::gen::element<std::string>("GET", "POST", "PUT", "X-ODD", "DELETE");
  request.target = *any_target();
  request.body = any_body();
  for (const Field& field : *rc::gen::container<std::vector<Field>>(any_field()))
    request.fields.add(field.name, field.value);
  const bool chunked = *rc::gen::arbitrary<bool>() && !request.body.empty();
  const std::string body = request.body;
  if (chunked) {
    request.fields.add("Transfer-Encoding", "chunked");
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", body.size());
    request.body = size + body + "\r\n0\r\n\r\n";
  }
  const std::string wire = rendered(request);
  Request got;
  RequestParser parser;
  parser.begin(got);
  RC_ASSERT(feed_in_pieces(parser, wire) == RequestParser::State::done);
  RC_ASSERT(parser.keep_alive());
  RC_ASSERT(got.method == request.method);
  RC_ASSERT(got.target == request.target);
  RC_ASSERT(got.body == body);
  RC_ASSERT(got.fields.text().find(request.fields.text()) != std::string::npos);
}

RC_GTEST_PROP(Render, AnAnswerIsReadAsItWasWritten, ()) {
  Response response;
  response.status = *rc::gen::inRange(200, 600);
  response.body = any_body();
  for (const Field& field : *rc::gen::container<std::vector<Field>>(any_field()))
    response.fields.add(field.name, field.value);
  const bool close = *rc::gen::arbitrary<bool>();
  const bool to_head = *rc::gen::arbitrary<bool>();
  const bool bodyless = to_head || response.status == 204 || response.status == 304;
  const std::string wire = rendered(response, close ? "close" : "", to_head);
  Response got;
  ResponseParser parser;
  parser.begin(to_head, true, got);
  RC_ASSERT(feed_in_pieces(parser, wire) == ResponseParser::State::done);
  RC_ASSERT(parser.keep_alive() == !close);
  RC_ASSERT(got.status == response.status);
  RC_ASSERT(got.reason == std::string(reason_of(response.status)));
  RC_ASSERT(got.body == (bodyless ? "" : response.body));
  RC_ASSERT(got.body_bytes == got.body.size());
  RC_ASSERT(got.fields.text().starts_with(response.fields.text()));
}

}  // namespace
}  // namespace acrida::http::h1
