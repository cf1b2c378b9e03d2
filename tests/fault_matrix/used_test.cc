// Connections that have carried good answers, or others that have: what is asked again, and what is not.
#include <string>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"
#include "tests/fault_matrix/oracle.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::chrono_literals;
using fakes::ConnectionPlan;

constexpr base::Duration kTimeout = 3s;

class UsedConnections : public Faults {
 protected:
  static bool http2() { return is_http2(GetParam()); }
  // The answer to the n-th request of a connection, from 0, without the server's settings.
  static std::string answer(unsigned request) {
    return http2() ? good_http2(2 * request + 1) : http1_answers().front().text();
  }
  static std::string first() { return (http2() ? greeting() : "") + answer(0); }
  // What the client counts when only so much of the second answer has come: over HTTP/2 whole frames.
  static std::uint64_t counted(std::size_t offset) {
    constexpr std::size_t kHead = kFrameHead + 1;
    if (!http2()) return offset;
    return offset >= kHead ? kHead : 0;
  }
  static std::size_t begins_at() { return http2() ? kFrameHead : 1; }
};

INSTANTIATE_TEST_SUITE_P(Over, UsedConnections, over_all(), suite_name);

TEST_P(UsedConnections, EveryNthConnectionCloses) {
  for (std::size_t n = 1; n <= 12; ++n) {
    Cell cell;
    cell.protocol = GetParam();
    cell.fault = "closes every n-th connection";
    cell.offset = n;
    for (std::size_t i = 1; i < n; ++i) cell.plans.push_back({.answers = {first()}, .then_closes = true});
    cell.plans.push_back({.answers = {""}, .then_closes = true});
    cell.calls_before = n - 1;
    cell.expected = always({.outcome = "closed", .connections = n, .requests = n});
    run(cell);
  }
}

TEST_P(UsedConnections, TheServerFallsSilentAtEveryByteOfTheNextAnswer) {
  for (std::size_t at = 0; at < answer(1).size(); ++at) {
    for (const char* method : {"GET", "POST"}) {
      Cell cell;
      cell.protocol = GetParam();
      cell.fault = "hangs on a used connection";
      cell.offset = at;
      cell.method = method;
      cell.timeout = kTimeout;
      cell.calls_before = 1;
      cell.plans = {{.answers = {first(), answer(1).substr(0, at)}}};
      // Over HTTP/2 the connection goes on, and the server has nothing to say to the next stream.
      cell.expected = always({.outcome = "timeout",
                              .received = counted(at),
                              .requests = 2,
                              .within = kTimeout,
                              .next_is_good = !http2()});
      run(cell);
    }
  }
}

// Where a byte of the answer lies on the wire is known beforehand only without TLS.
class UsedWires : public UsedConnections {};

INSTANTIATE_TEST_SUITE_P(Over, UsedWires, testing::Values(Protocol::http1, Protocol::h2c), suite_name);

TEST_P(UsedWires, TheWayBreaksAtEveryByteOfTheNextAnswer) {
  for (const Fault fault : {Fault::resets, Fault::closes}) {
    for (std::size_t at = 0; at < answer(1).size(); ++at) {
      for (const std::string method : {"GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"}) {
        if (method == "HEAD" && http2()) continue;  // the answers have bodies
        if (method == "HEAD" && at >= http1_answers().front().head.size()) continue;
        Cell cell;
        cell.protocol = GetParam();
        cell.fault = fault == Fault::resets ? "the way breaks, used" : "the way closes, used";
        cell.offset = at;
        cell.method = method;
        cell.calls_before = 1;
        cell.plans = {{.answers = {first(), answer(1)}, .fault = {fault, first().size() + at}}};
        const bool harmless = method != "POST" && method != "PATCH", begun = at >= begins_at();
        Expected expected{.outcome = fault == Fault::resets ? "reset"
                                     : begun                ? "truncated"
                                                            : "closed",
                          .received = counted(at),
                          .requests = 2};
        if (!begun && harmless) {
          expected = asked_again(answer(0).size());
          // The good answer to a HEAD has a body here, which nobody asked for.
          if (method == "HEAD") expected.reused = false, expected.body_bytes = 0;
        }
        cell.expected = always(expected);
        run(cell);
      }
    }
  }
}

}  // namespace
}  // namespace acrida::fault_matrix
