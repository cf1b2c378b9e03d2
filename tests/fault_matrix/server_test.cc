// What a server does that is the same over every protocol: it is not there, says too much, or leaves.
#include <string>

#include <gtest/gtest.h>

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/faults.h"
#include "tests/fault_matrix/oracle.h"

namespace acrida::fault_matrix {
namespace {

using namespace std::chrono_literals;
using fakes::ConnectionPlan;
using Connecting = ConnectionPlan::Connecting;

class ServerFaults : public Faults {
 protected:
  static bool http2() { return is_http2(GetParam()); }
  // A good answer to the n-th request of a connection, from 0.
  static std::string good(std::size_t request) {
    if (!http2()) return http1_answers().front().text();
    return (request == 0 ? greeting() : "") + good_http2(static_cast<unsigned>(2 * request + 1));
  }
  // What the client counts of it.
  static std::size_t counted(std::size_t request) {
    return good(request).size() - (http2() && request == 0 ? greeting().size() : 0);
  }
};

INSTANTIATE_TEST_SUITE_P(Over, ServerFaults, over_all(), suite_name);

TEST_P(ServerFaults, Refuses) {
  run(cell("refuses", "", 0, {.connecting = Connecting::refuses},
           {.outcome = "refused", .connections = 0, .requests = 0}));
}

TEST_P(ServerFaults, IsNotReached) {
  run(cell("is not reached", "", 0, {.connecting = Connecting::ignores},
           {.outcome = "connect_timeout", .connections = 0, .requests = 0, .within = 10s}));
  Cell impatient = cell("is not reached", "", 1, {.connecting = Connecting::ignores},
                        {.outcome = "timeout", .connections = 0, .requests = 0, .within = 2s});
  impatient.timeout = 2s;
  run(impatient);
}

TEST_P(ServerFaults, ClosesAfterTheRequest) {
  for (const char* method : {"GET", "POST"}) {
    Cell made = cell("closes after the request", "", 0, {.answers = {""}, .then_closes = true},
                     {.outcome = "closed"});
    made.method = method;
    run(made);
  }
}

// After so many answers, which is seen before the connection is used again.
TEST_P(ServerFaults, LeavesAfterSomeAnswers) {
  for (std::size_t count = 1; count <= 6; ++count) {
    ConnectionPlan plan;
    for (std::size_t i = 0; i < count; ++i) plan.answers.push_back(good(i));
    plan.then_closes = true;
    Cell made = cell(
        "closes after some answers", "", count, plan,
        {.outcome = "200", .received = counted(0), .reused = true, .connections = 2, .requests = count + 1});
    made.calls_before = count;
    run(made);
  }
}

// On a connection that has carried an answer: what had not begun is asked for again, if that does no harm.
TEST_P(ServerFaults, LeavesInsteadOfTheNextAnswer) {
  const std::string last = http2() ? good_http2(3) : good(1);
  for (std::size_t at = 0; at < last.size(); ++at) {
    for (const char* method : {"GET", "POST", "PUT", "PATCH"}) {
      ConnectionPlan plan{.answers = {good(0), last.substr(0, at)}, .then_closes = true};
      const bool harmless = method == std::string("GET") || method == std::string("PUT");
      const std::size_t begins_at = http2() ? kFrameHead : 1;
      Expected expected{.outcome = at < begins_at ? "closed" : "truncated", .requests = 2};
      if (http2()) {
        const std::size_t head = kFrameHead + 1;
        expected.received = at >= head ? head : 0;
      } else {
        expected.received = at;
      }
      if (at < begins_at && harmless) expected = asked_again(counted(0));
      Cell made = cell("closes on a used connection", "", at, plan, expected);
      made.calls_before = 1;
      made.method = method;
      run(made);
    }
  }
}

constexpr std::size_t kChunk = std::size_t{16} << 10, kHundredMegabytes = std::size_t{100} << 20;

class TooMuch : public ServerFaults {
 protected:
  // A head, then chunks without end, nearly.
  static ConnectionPlan plan() {
    const std::string bytes(kChunk, 'x');
    ConnectionPlan plan;
    plan.times = kHundredMegabytes / kChunk;
    if (http2()) {
      plan.answers = {greeting() + frame(kHeaders, kEndHeaders, 1, "\x88")};
      plan.unit = frame(kData, 0, 1, bytes);
    } else {
      plan.answers = {"HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n"};
      plan.unit = bytes;
    }
    plan.then_closes = true;
    return plan;
  }
};

INSTANTIATE_TEST_SUITE_P(Over, TooMuch, over_all(), suite_name);

TEST_P(TooMuch, AHundredMegabytesEndAtTheLimit) {
  for (const std::size_t limit : {std::size_t{1} << 20, std::size_t{64} << 20}) {
    Cell made = cell("sends 100 MB", "", limit, plan(), {.outcome = "body_limit", .any_received = true});
    made.limits.body_bytes = limit;
    run(made);
  }
}

}  // namespace
}  // namespace acrida::fault_matrix
