// One byte comes wrong below TLS: nothing of that may pass for an answer.
#include <string>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"
#include "tests/fault_matrix/oracle.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::chrono_literals;
using fakes::ConnectionSeen;

constexpr base::Duration kTimeout = 3s;
constexpr std::size_t kRecordHead = 5, kMostBytes = 4000;

// The one outcome, by where in its record the byte lies.
std::string outcome_of(const ConnectionSeen& seen, std::size_t at) {
  const std::string& bytes = seen.begin;
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(bytes[i])}; };
  std::size_t record = 0, length = 0;
  while (true) {
    length = (byte(record + 3) << 8) + byte(record + 4);
    if (at < record + kRecordHead + length) break;
    record += kRecordHead + length;
  }
  if (at - record != 4) return "tls";
  // A length that is wrong by 128: more than what follows is waited for in vain.
  const std::size_t all = at < seen.flight ? seen.flight : seen.written;
  return record + kRecordHead + (length ^ 0x80) > all ? "timeout" : "tls";
}

class TlsBytes : public Faults {};

INSTANTIATE_TEST_SUITE_P(Over, TlsBytes, testing::Values(Protocol::http1_tls, Protocol::http2_tls),
                         suite_name);

TEST_P(TlsBytes, OneByteIsWrong) {
  bool beyond = false;
  const auto good = good_answers(GetParam(), 2);
  for (std::size_t at = 0; at < kMostBytes && !beyond; ++at) {
    Cell cell;
    cell.protocol = GetParam();
    cell.fault = "one byte is wrong below TLS";
    cell.offset = at;
    cell.timeout = kTimeout;
    cell.plans = {{.answers = good, .fault = {Fault::garbles, at}}};
    cell.expected = [&, at](const fakes::FaultyServer& server) -> Expected {
      const ConnectionSeen& seen = server.seen(0);
      beyond = at >= seen.written;
      // The version of the first record means nothing (RFC 8446 §5.1), nor is it signed as those of others
      // are.
      const bool harmless = at == 2;
      const std::size_t whole = good[0].size() - (is_http2(GetParam()) ? greeting().size() : 0);
      // Beyond the last byte it is the next answer that is spoilt.
      if (beyond || harmless)
        return {.outcome = "200", .received = whole, .reused = true, .next_is_good = harmless};
      Expected expected{.outcome = outcome_of(seen, at), .requests = seen.requests};
      if (expected.outcome == "timeout") expected.within = kTimeout;
      return expected;
    };
    run(cell);
  }
  EXPECT_TRUE(beyond) << "more bytes than the test looks at";
}

}  // namespace
}  // namespace acrida::fault_matrix
