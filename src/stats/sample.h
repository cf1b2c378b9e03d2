// One finished request, as everything downstream sees it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "stats/endpoint.h"

namespace acrida::stats {

// The parts of one request; zero for a part that did not take place (no connect on a connection kept alive).
struct Timing {
  base::Duration dns{}, connect{}, tls{};
  base::Duration send{};        // first byte handed to the kernel … last byte handed over
  base::Duration first_byte{};  // last byte sent … first byte of the answer
  base::Duration body{};        // first byte … last byte of the answer

  Timing& operator+=(const Timing& other) {
    dns += other.dns;
    connect += other.connect;
    tls += other.tls;
    send += other.send;
    first_byte += other.first_byte;
    body += other.body;
    return *this;
  }
};

struct Sample {
  EndpointId endpoint{};
  base::TimePoint intended;  // when the schedule wanted it to start
  base::TimePoint started;   // when it did
  base::TimePoint finished;
  Timing timing;
  std::uint64_t bytes_sent = 0;      // on the wire, heads included
  std::uint64_t bytes_received = 0;  // on the wire, heads included
  std::uint64_t content_bytes = 0;   // the body of the answer
  std::uint32_t reconnects = 0;      // tries again on a fresh connection
  std::uint16_t status = 0;          // 0: no answer arrived
  // The times between the events of a streamed answer, one fewer than these; empty for all others. Live as
  // long as the call they are given to, and so do the texts.
  std::span<const base::Duration> gaps;
  // Empty when all was well; otherwise a kind of DESIGN's list (refused, timeout, status, check …) and what a
  // person should read.
  std::string_view error_kind, error_text;

  base::Duration latency() const { return finished - intended; }      // what a user would have felt
  base::Duration service_time() const { return finished - started; }  // what the server took
  bool failed() const { return !error_kind.empty(); }
};

}  // namespace acrida::stats
