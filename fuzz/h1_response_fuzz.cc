// Answers, whole and in pieces: both must be read the same.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "http/h1/response_parser.h"

namespace {

using acrida::http::FailureKind;
using acrida::http::Limits;
using acrida::http::Response;
using acrida::http::h1::ResponseParser;
using State = ResponseParser::State;

struct Outcome {
  State state = State::need_more;
  std::optional<FailureKind> failure;
  bool keep_alive = false;
  std::size_t used = 0;
  Response response;
};

// `sizes`: the lengths of the pieces, again from the front when they are used up; empty for one piece.
Outcome read(std::string_view data, std::string_view sizes, bool to_head, bool keep_body,
             const Limits& limits) {
  Outcome outcome;
  ResponseParser parser(limits);
  parser.begin(to_head, keep_body, outcome.response);
  for (std::size_t i = 0; outcome.state == State::need_more && outcome.used < data.size(); ++i) {
    std::string_view piece = data.substr(outcome.used);
    if (!sizes.empty())
      piece = piece.substr(0, static_cast<unsigned char>(sizes[i % sizes.size()]) % 32 + 1u);
    const std::string copy(piece);  // so that a read behind its end is found
    std::string_view rest = copy;
    outcome.state = parser.feed(rest);
    REQUIRE(outcome.state != State::need_more || rest.empty());
    outcome.used += copy.size() - rest.size();
  }
  REQUIRE(outcome.used <= data.size());
  if (outcome.state == State::need_more) outcome.state = parser.end_of_stream();
  REQUIRE(outcome.state != State::need_more);
  if (outcome.state == State::failed) {
    outcome.failure = parser.failure().kind;
    REQUIRE(parser.failure().text.starts_with("bad answer: "));
  } else {
    outcome.keep_alive = parser.keep_alive();
  }
  return outcome;
}

void check(const Outcome& outcome, bool to_head, bool keep_body, const Limits& limits) {
  const Response& response = outcome.response;
  REQUIRE(response.status == 0 || (response.status >= 100 && response.status <= 999));
  REQUIRE(response.body_bytes <= limits.body_bytes || outcome.failure == FailureKind::body_limit);
  REQUIRE(response.fields.text().size() <= limits.header_bytes);
  response.fields.for_each([](std::string_view name, std::string_view value) {
    REQUIRE(acrida::http::is_token(name));
    REQUIRE(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
  });
  if (outcome.state != State::done) return;
  REQUIRE(response.status >= 200 || response.status == 101);
  REQUIRE(response.body.size() == (keep_body ? response.body_bytes : 0));
  if (to_head || response.status == 204 || response.status == 304) REQUIRE(response.body_bytes == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 6) return 0;
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const bool to_head = (bytes[0] & 1) != 0;
  const bool keep_body = (bytes[0] & 2) == 0;
  const bool small = (bytes[0] & 4) != 0;
  const Limits limits{.header_bytes = small ? 100u : 65'536u, .body_bytes = small ? 20u : 65'536u};
  const std::string_view data = input.substr(6);
  const Outcome whole = read(data, {}, to_head, keep_body, limits);
  const Outcome split = read(data, input.substr(1, 5), to_head, keep_body, limits);
  check(whole, to_head, keep_body, limits);
  check(split, to_head, keep_body, limits);
  REQUIRE(whole.state == split.state && whole.failure == split.failure);
  if (whole.state == State::done) {
    REQUIRE(whole.used == split.used && whole.keep_alive == split.keep_alive);
    REQUIRE(whole.response.status == split.response.status && whole.response.reason == split.response.reason);
    REQUIRE(whole.response.fields.text() == split.response.fields.text());
    REQUIRE(whole.response.body == split.response.body);
    REQUIRE(whole.response.body_bytes == split.response.body_bytes);
  }
  return 0;
}
