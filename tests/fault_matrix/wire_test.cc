// What can go wrong on the way: below TLS, where there is TLS, and so in the handshake, too.
#include <algorithm>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"
#include "tests/fault_matrix/oracle.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::chrono_literals;
using fakes::ConnectionSeen;
using fakes::FaultyServer;

constexpr base::Duration kTimeout = 3s;
constexpr std::size_t kMostBytes = 4000;  // of a handshake and an answer

std::string name_of(Fault fault) {
  switch (fault) {
    case Fault::closes: return "the way closes at every byte";
    case Fault::resets: return "the way breaks at every byte";
    default: return "the way swallows from every byte on";
  }
}

// How much of an answer that was said in one piece the client can see when the wire ends before byte `at`:
// with TLS all or nothing, since a record is read when it is complete.
std::size_t visible(Protocol protocol, const ConnectionSeen& seen, std::size_t at, std::size_t size) {
  if (!is_secure(protocol)) return std::min(at, size);
  return !seen.after_piece.empty() && seen.after_piece.back() <= at ? size : 0;
}

Expected in_handshake(Fault fault) {
  const char* outcome = fault == Fault::closes ? "tls" : fault == Fault::resets ? "reset" : "timeout";
  Expected expected{.outcome = outcome, .requests = 0};
  if (fault == Fault::hangs) expected.within = kTimeout;
  return expected;
}

// All of an answer has come that lasts until the connection ends.
Expected without_end(Fault fault, std::size_t received) {
  const char* outcome = fault == Fault::closes ? "truncated" : fault == Fault::resets ? "reset" : "timeout";
  Expected expected{.outcome = outcome, .received = received};
  if (fault == Fault::hangs) expected.within = kTimeout;
  return expected;
}

class WireFaults : public Faults {
 protected:
  // The fault at every byte, until there are no more bytes.
  template <class Answer, class Oracle>
  void every_byte(Fault fault, const Answer& answer, const std::string& method, bool closes,
                  Oracle&& oracle) {
    bool beyond = false;
    // All answers go through the same handshake and the same records: of the others some bytes will do.
    const std::size_t step = is_secure(GetParam()) && std::exchange(seen_all_, true) ? 13 : 1;
    for (std::size_t at = 0; at < kMostBytes && !beyond; at += step) {
      Cell cell;
      cell.protocol = GetParam();
      cell.fault = name_of(fault);
      cell.detail = answer.name;
      cell.offset = at;
      cell.method = method;
      cell.timeout = kTimeout;
      cell.plans = {{.answers = {answer.text()}, .then_closes = closes, .fault = {fault, at}}};
      cell.expected = [&, at](const FaultyServer& server) {
        const ConnectionSeen& seen = server.seen(0);
        if (is_secure(GetParam()) && at < seen.flight) return in_handshake(fault);
        const std::size_t offset = visible(GetParam(), seen, at, answer.size());
        beyond = at >= seen.written;
        // What is left is the word of TLS that this was the end.
        const bool only_end = offset == answer.size() && closes && !beyond;
        Expected expected = only_end ? without_end(fault, answer.size()) : oracle(offset);
        expected.next_is_good = !beyond;
        // The session tickets of TLS may be read before the request is sent.
        if (offset == 0) expected.requests = server.seen(0).requests;
        return expected;
      };
      run(cell);
    }
    EXPECT_TRUE(beyond) << "an answer of more bytes than the test looks at";
  }
  // With the next fault every byte is looked at again.
  void begin() { seen_all_ = false; }

 private:
  bool seen_all_ = false;
};

INSTANTIATE_TEST_SUITE_P(Over, WireFaults, over_all(), suite_name);

TEST_P(WireFaults, AtEveryByteOfEveryAnswer) {
  for (const Fault fault : {Fault::closes, Fault::resets, Fault::hangs}) {
    begin();
    if (is_http2(GetParam())) {
      for (const auto& answer : http2_answers(1, true)) {
        every_byte(fault, answer, "GET", false,
                   [&](std::size_t offset) { return cut(answer, fault, offset, kTimeout); });
      }
      continue;
    }
    for (const auto& answer : http1_answers()) {
      every_byte(fault, answer, answer.method, answer.until_close, [&](std::size_t offset) {
        return cut(answer, fault, offset, kTimeout, !is_secure(GetParam()));
      });
    }
  }
}

}  // namespace
}  // namespace acrida::fault_matrix
