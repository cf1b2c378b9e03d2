// What can go wrong with an answer of HTTP/2, with TLS and without.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"
#include "tests/fault_matrix/oracle.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::chrono_literals;
using fakes::ConnectionPlan;

constexpr base::Duration kTimeout = 3s;
const std::string kHead = frame(kHeaders, kEndHeaders, 1, "\x88");
const std::string kBody = frame(kData, kEndStream, 1, "ok");

class Http2Faults : public Faults {
 protected:
  static Cell cell(const std::string& fault, const std::string& detail, std::size_t offset,
                   const std::string& answer, const Expected& expected) {
    Cell made = Faults::cell(fault, detail, offset, {.answers = {answer}}, expected);
    made.timeout = kTimeout;
    return made;
  }
};

INSTANTIATE_TEST_SUITE_P(Over, Http2Faults, testing::Values(Protocol::h2c, Protocol::http2_tls), suite_name);

TEST_P(Http2Faults, TheServerClosesAtEveryByte) {
  for (const auto& answer : http2_answers(1, true)) {
    for (std::size_t at = 0; at < answer.size(); ++at) {
      Cell made = cell("closes at every byte", answer.name, at, answer.text().substr(0, at),
                       cut(answer, Fault::closes, at, kTimeout));
      made.plans[0].then_closes = true;
      run(made);
    }
  }
}

TEST_P(Http2Faults, TheServerFallsSilentAtEveryByte) {
  for (const auto& answer : http2_answers(1, true)) {
    for (std::size_t at = 0; at < answer.size(); ++at) {
      run(cell("hangs at every byte", answer.name, at, answer.text().substr(0, at),
               cut(answer, Fault::hangs, at, kTimeout)));
    }
  }
}

TEST_P(Http2Faults, TheServerDrips) {
  for (const auto& answer : http2_answers(1, true)) {
    for (std::size_t piece = 1; piece <= answer.size(); ++piece) {
      Expected expected = cut(answer, Fault::none, answer.size(), kTimeout);
      expected.within = ((answer.size() + piece - 1) / piece - 1) * 1ms;
      Cell made = cell("drips", answer.name, piece, answer.text(), expected);
      made.plans[0].piece = piece;
      made.plans[0].pause = 1ms;
      made.plans[0].answers.push_back(good_http2(3));
      run(made);
    }
  }
}

TEST_P(Http2Faults, TheServerSaysGarbageFromEveryByteOn) {
  for (const auto& answer : http2_answers(1, true)) {
    std::size_t begin = 0;
    for (const Frame& each : answer.frames) {
      for (std::size_t in_frame = 0; in_frame < each.bytes.size(); ++in_frame) {
        const std::size_t at = begin + in_frame;
        const bool fills_payload = in_frame >= each.fine_from;
        const bool is_last = begin + each.bytes.size() == answer.size();
        Expected expected{.outcome = "malformed", .received = answer.counted_before(at)};
        if (fills_payload) expected.received = answer.counted_before(begin + each.bytes.size());
        if (fills_payload && is_last) expected.outcome = "200";
        run(cell("garbage from every byte on", answer.name, at,
                 answer.text().substr(0, at) + std::string(600, '\xff'), expected));
      }
      begin += each.bytes.size();
    }
  }
}

// RST_STREAM before the answer, after its head, and with any code.
TEST_P(Http2Faults, TheServerResetsTheStream) {
  for (unsigned code = 0; code <= 13; ++code) {
    const std::string reset = frame(kResetStream, 0, 1, four_bytes(code));
    constexpr unsigned kRefused = 7;
    Expected before{.outcome = "reset", .reused = true, .next_is_good = false};
    if (code == kRefused) {
      before = {
          .outcome = "200", .received = good_http2(3).size(), .reused = true, .reconnects = 1, .requests = 2};
    }
    Cell made = cell("resets the stream", "before the answer", code, greeting() + reset, before);
    made.plans[0].answers.push_back(good_http2(3));
    made.plans[0].answers.push_back(good_http2(5));
    run(made);
    run(cell("resets the stream", "after the head", code, greeting() + kHead + reset,
             {.outcome = "reset", .received = kHead.size(), .reused = true, .next_is_good = false}));
  }
}

// What breaks the rules for the whole connection, or for the stream.
TEST_P(Http2Faults, TheServerBreaksTheRules) {
  struct Break {
    const char* what;
    std::string text;
    std::uint64_t received = 0;
  };
  const std::string long_head = kHead.substr(0, 2) + '\x7f' + kHead.substr(3);
  const std::vector<Break> breaks{
      {"no settings first", frame(kPing, 0, 0, "12345678")},
      {"settings on a stream", frame(kSettings, 0, 1, "")},
      {"settings of five bytes", frame(kSettings, 0, 0, "12345")},
      {"settings acknowledged with a payload", greeting() + frame(kSettings, kAcknowledged, 0, "123456")},
      {"an absurd initial window", frame(kSettings, 0, 0, std::string("\0\4\xff\xff\xff\xff", 6))},
      {"an absurd frame size", frame(kSettings, 0, 0, std::string("\0\5\0\0\0\1", 6))},
      {"a push", greeting() + frame(kSettings, kAcknowledged, 0, "") +
                     frame(kPushPromise, kEndHeaders, 1, four_bytes(2) + "\x82")},
      {"a head on stream 0", greeting() + frame(kHeaders, kEndHeaders, 0, "\x88")},
      {"a body on stream 0", greeting() + frame(kData, 0, 0, "x")},
      {"a body before the head", greeting() + kBody},
      {"a head on an idle stream", greeting() + frame(kHeaders, kEndHeaders, 9, "\x88")},
      {"a continuation of nothing", greeting() + frame(kContinuation, kEndHeaders, 1, "\x88")},
      {"a head that is not continued", greeting() + frame(kHeaders, 0, 1, "\x88") + kBody},
      {"no entry of the table", greeting() + frame(kHeaders, kEndHeaders, 1, "\xbe")},
      {"an endless number",
       greeting() + frame(kHeaders, kEndHeaders, 1, "\xff\xff\xff\xff\xff\xff\xff\xff\xff")},
      {"padding beyond the frame", greeting() + kHead + frame(kData, kPadded, 1, "\x09ok"), kHead.size()},
      {"a window of nothing more", greeting() + frame(kWindowUpdate, 0, 0, four_bytes(0))},
      {"a window too wide", greeting() + frame(kWindowUpdate, 0, 0, four_bytes(0x7fffffff))},
      {"a ping of seven bytes", greeting() + frame(kPing, 0, 0, "1234567")},
      {"a reset of three bytes", greeting() + frame(kResetStream, 0, 1, "123")},
      {"a frame too large", greeting() + frame(kData, 0, 1, std::string(16385, 'x'))},
      {"an answer of HTTP/1", http1_answers().front().text()},
      {"a greeting of SSH", "SSH-2.0-OpenSSH_9.2\r\n"},
      {"a head in capitals", greeting() + frame(kHeaders, kEndHeaders, 1, "\x88" + literal("Bad", "x"))},
      {"no status", greeting() + frame(kHeaders, kEndHeaders, 1, literal("a", "b"))},
      {"two statuses", greeting() + frame(kHeaders, kEndHeaders, 1, "\x88\x88")},
      {"a status after a field", greeting() + frame(kHeaders, kEndHeaders, 1, literal("a", "b") + "\x88")},
      {"a field of the connection",
       greeting() + frame(kHeaders, kEndHeaders, 1, "\x88" + literal("connection", "close"))},
      {"a length that is none",
       greeting() + frame(kHeaders, kEndHeaders, 1, "\x88" + literal("content-length", "two"))},
  };
  for (const Break& each : breaks) {
    run(cell("breaks the rules", each.what, 0, each.text,
             {.outcome = "malformed", .received = each.received, .next_is_good = false}));
  }
}

TEST_P(Http2Faults, TheServerLeaves) {
  const auto goaway = [](unsigned last, unsigned code) {
    return frame(kGoAway, 0, 0, four_bytes(last) + four_bytes(code));
  };
  // What it has not heard of goes elsewhere; what it has is answered first.
  for (unsigned code = 0; code <= 13; ++code) {
    run(cell("goes away", "without having heard", code, greeting() + goaway(0, code),
             {.outcome = "200",
              .received = good_http2(1).size(),
              .reused = true,
              .reconnects = 1,
              .connections = 2,
              .requests = 2}));
    run(cell("goes away", "after the answer", code, greeting() + good_http2(1) + goaway(1, code),
             {.outcome = "200", .received = good_http2(1).size()}));
    run(cell("goes away", "before the answer", code, greeting() + goaway(1, code) + good_http2(1),
             {.outcome = "200", .received = good_http2(1).size()}));
  }
}

}  // namespace
}  // namespace acrida::fault_matrix
