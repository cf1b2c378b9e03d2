// What must come of a fault: written down from what the kinds mean, knowing nothing of how the client works.
#pragma once

#include "tests/fault_matrix/answers.h"
#include "tests/fault_matrix/cell.h"

namespace acrida::fault_matrix {

using Fault = fakes::WireFault::Kind;

// An answer whose byte `offset`, and all after it, do not come. `properly`: an end is the server's own (with
// TLS: it has said so).
inline Expected cut(const Http1Answer& answer, Fault fault, std::size_t offset, base::Duration timeout,
                    bool properly = true) {
  if (offset >= answer.size()) {
    return {.outcome = std::to_string(answer.status),
            .received = answer.size(),
            .reused = !answer.until_close,
            .body_bytes = answer.body_bytes()};
  }
  if (fault == Fault::resets) return {.outcome = "reset", .received = offset};
  if (fault == Fault::hangs) return {.outcome = "timeout", .received = offset, .within = timeout};
  if (offset == 0) return {.outcome = "closed"};
  if (answer.until_close && properly && offset >= answer.head.size())
    return {.outcome = "200", .received = offset, .body_bytes = offset - answer.head.size()};
  return {.outcome = "truncated", .received = offset};
}

inline Expected cut(const Http2Answer& answer, Fault fault, std::size_t offset, base::Duration timeout) {
  const auto counted = answer.counted_before(offset);
  if (offset >= answer.size()) {
    return {.outcome = std::to_string(answer.status),
            .received = counted,
            .reused = true,
            .body_bytes = answer.body_bytes};
  }
  if (fault == Fault::resets) return {.outcome = "reset", .received = counted};
  if (fault == Fault::hangs) return {.outcome = "timeout", .received = counted, .within = timeout};
  return {.outcome = offset < answer.begins_at() ? "closed" : "truncated", .received = counted};
}

// The same on a connection that has carried a good answer before. Nothing of this one had come, so the client
// asks again, on a new connection, whose answer is good.
inline Expected asked_again(std::uint64_t received) {
  return {.outcome = "200",
          .received = received,
          .reused = true,
          .reconnects = 1,
          .connections = 2,
          .requests = 3};
}

}  // namespace acrida::fault_matrix
