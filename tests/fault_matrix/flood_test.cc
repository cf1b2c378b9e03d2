// Too much of what is allowed: floods of frames, and 100 MB for a client that has room for them.
#include <string>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"

namespace acrida::fault_matrix {
namespace {

constexpr std::size_t kPiece = std::size_t{16} << 10, kHundredMegabytes = std::size_t{100} << 20;

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

class Floods : public Faults {};
class Http2Floods : public Faults {};

INSTANTIATE_TEST_SUITE_P(Over, Floods, over_all(), suite_name);
INSTANTIATE_TEST_SUITE_P(Over, Http2Floods, testing::Values(Protocol::h2c, Protocol::http2_tls), suite_name);

TEST_P(Floods, AHundredMegabytesAreFineWithinTheLimit) {
  fakes::ConnectionPlan plan;
  const std::string bytes(kPiece, 'x');
  const std::size_t count = kHundredMegabytes / kPiece;
  Expected expected{.outcome = "200", .body_bytes = kHundredMegabytes};
  if (is_http2(GetParam())) {
    const std::string head = frame(kHeaders, kEndHeaders, 1, "\x88");
    plan.unit = frame(kData, 0, 1, bytes);
    plan.times = count;
    expected.received = head.size() + count * plan.unit.size();
    plan.answers = {greeting() + head};
    plan.tail = frame(kData, kEndStream, 1, "");
    expected.received += plan.tail.size();
  } else {
    const std::string head =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kHundredMegabytes) + "\r\n\r\n";
    plan.answers = {head};
    plan.unit = bytes;
    plan.times = count;
    expected.received = head.size() + kHundredMegabytes;
  }
  plan.then_closes = true;
  Cell made = cell("sends 100 MB, which is fine", "", 0, plan, expected);
  made.limits.body_bytes = 2 * kHundredMegabytes;
  made.keep_body = false;
  run(made);
}

TEST_P(Http2Floods, FramesWithoutEnd) {
  const std::string field = literal("name", std::string(100, 'v'));
  const std::string ping = frame(kPing, 0, 0, "12345678"), settings = frame(kSettings, 0, 0, "");
  const auto floods = {
      std::pair{"PING", greeting() + times(3000, ping)},
      std::pair{"SETTINGS", greeting() + times(3000, settings)},
      std::pair{"CONTINUATION",
                greeting() + frame(kHeaders, 0, 1, "\x88") + times(3000, frame(kContinuation, 0, 1, field))},
      std::pair{"CONTINUATION, empty",
                greeting() + frame(kHeaders, 0, 1, "\x88") + times(3000, frame(kContinuation, 0, 1, ""))},
  };
  for (const auto& [what, text] : floods) {
    run(cell("floods", what, 0, {.answers = {text}}, {.outcome = "malformed"}));
  }
  // A few are nobody's trouble.
  const std::string few = times(10, ping) + times(10, settings);
  run(cell("a few frames more", "", 0, {.answers = {greeting() + few + good_http2(1), good_http2(3)}},
           {.outcome = "200", .received = good_http2(1).size(), .reused = true}));
}

}  // namespace
}  // namespace acrida::fault_matrix
