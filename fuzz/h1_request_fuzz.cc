// Requests, pipelined, whole and in pieces: both must be read the same, and what was read, sent again, too.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/require.h"
#include "http/h1/render.h"
#include "http/h1/request_parser.h"

namespace {

using acrida::http::Limits;
using acrida::http::Request;
using acrida::http::h1::RequestParser;
using State = RequestParser::State;

struct Outcome {
  std::vector<Request> requests;
  std::vector<bool> kept;
  int refused = 0;  // with this status
  bool untouched = true;
  bool wants_continue = false;
};

void check(const Request& request, const Limits& limits) {
  REQUIRE(acrida::http::is_token(request.method));
  REQUIRE(!request.target.empty());
  REQUIRE(request.body.size() <= limits.body_bytes);
  for (const char c : request.target) REQUIRE(static_cast<unsigned char>(c) > 0x20 && c != 0x7f);
  request.fields.for_each([](std::string_view name, std::string_view value) {
    REQUIRE(acrida::http::is_token(name));
    REQUIRE(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
  });
}

// `sizes`: the lengths of the pieces, again from the front when they are used up; empty for one piece.
Outcome read(std::string_view data, std::string_view sizes, const Limits& limits) {
  Outcome outcome;
  Request request;
  RequestParser parser(limits);
  parser.begin(request);
  for (std::size_t i = 0; !data.empty(); ++i) {
    const auto length =
        sizes.empty() ? data.size() : static_cast<unsigned char>(sizes[i % sizes.size()]) % 32 + 1u;
    const std::string copy(data.substr(0, length));  // so that a read behind its end is found
    data.remove_prefix(copy.size());
    std::string_view rest = copy;
    while (!rest.empty()) {
      const State state = parser.feed(rest);
      if (state == State::failed) {
        outcome.refused = parser.status();
        REQUIRE(outcome.refused >= 400 && outcome.refused <= 505 && !parser.failure().text.empty());
        return outcome;
      }
      if (state == State::need_more) {
        REQUIRE(rest.empty());
        break;
      }
      check(request, limits);
      outcome.requests.push_back(request);
      outcome.kept.push_back(parser.keep_alive());
      parser.begin(request);
    }
  }
  outcome.untouched = parser.untouched();
  outcome.wants_continue = parser.wants_continue();
  return outcome;
}

// A request that was understood and is sent on is understood as the same: nothing can be smuggled through.
void send_again(const Request& request) {
  Request plain = request;
  plain.fields.clear();
  bool fine = true;
  request.fields.for_each([&](std::string_view name, std::string_view value) {
    if (name.size() == 6) return;  // Expect, which holds the body back
    if (name.size() == 14 || name.size() == 17 || name == "Host") return;  // framing is made anew
    fine &= plain.fields.add(name, value);
  });
  REQUIRE(fine);
  std::string wire;
  acrida::http::h1::render({plain, "host"}, wire);
  const Outcome again = read(wire, {}, {.header_bytes = 1 << 20, .body_bytes = 1 << 20});
  if (again.refused != 0)
    return;  // HTTP/1.0 may lack what HTTP/1.1 asks for, or have two Hosts in other letters
  REQUIRE(again.requests.size() == 1 && again.untouched);
  REQUIRE(again.requests[0].method == request.method && again.requests[0].body == request.body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 6) return 0;
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const bool small = (bytes[0] & 1) != 0;
  const Limits limits{.header_bytes = small ? 100u : 65'536u, .body_bytes = small ? 20u : 65'536u};
  const Outcome whole = read(input.substr(6), {}, limits);
  const Outcome split = read(input.substr(6), input.substr(1, 5), limits);
  REQUIRE(whole.refused == split.refused && whole.kept == split.kept);
  REQUIRE(whole.untouched == split.untouched && whole.wants_continue == split.wants_continue);
  for (std::size_t i = 0; i < whole.requests.size(); ++i) {
    const Request& a = whole.requests[i];
    const Request& b = split.requests[i];
    REQUIRE(a.method == b.method && a.target == b.target && a.body == b.body);
    REQUIRE(a.fields.text() == b.fields.text());
    send_again(a);
  }
  return 0;
}
