// One cell of the fault matrix: what goes wrong, over which protocol, at which byte, and what must come of
// it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "http/client_settings.h"
#include "tests/fakes/faulty_server.h"

namespace acrida::fault_matrix {

enum class Protocol { http1, http1_tls, h2c, http2_tls };

constexpr std::string_view name_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::http1: return "HTTP/1.1";
    case Protocol::http1_tls: return "HTTP/1.1 TLS";
    case Protocol::h2c: return "HTTP/2";
    case Protocol::http2_tls: return "HTTP/2 TLS";
  }
  return "?";
}
constexpr bool is_secure(Protocol protocol) {
  return protocol == Protocol::http1_tls || protocol == Protocol::http2_tls;
}
constexpr bool is_http2(Protocol protocol) {
  return protocol == Protocol::h2c || protocol == Protocol::http2_tls;
}

// The one thing that is allowed to come of a cell.
struct Expected {
  std::string outcome;           // the kind of the failure, or the status
  std::uint64_t received = 0;    // bytes of the answer that the client counts
  bool any_received = false;     // more than the limit, which depends on how much comes at once
  bool reused = false;           // the next call finds the connection as good as new
  std::uint32_t reconnects = 0;  // of the call
  std::size_t connections = 1;   // that the server has seen until then
  std::size_t requests = 1;      // that it has heard
  base::Duration within = {};    // the call is over after this; zero: at once
  std::uint64_t body_bytes = 2;  // when there is a status
  bool next_is_good = true;      // the next call is not what the fault hits
};

struct Cell {
  Protocol protocol = Protocol::http1;
  std::string fault;   // the row of the table
  std::string detail;  // which answer, which variant
  std::size_t offset = 0;
  std::vector<fakes::ConnectionPlan> plans = {};  // later connections are well-behaved
  std::size_t calls_before = 0;                   // that go well, on the connection where things go wrong
  std::string method = "GET";
  base::Duration timeout = std::chrono::seconds(60), read_timeout = {};
  http::Limits limits = {};
  bool keep_body = true;
  // Asked when all is over, for where the bytes of TLS lie is known only then.
  std::function<Expected(const fakes::FaultyServer&)> expected;
};

inline std::function<Expected(const fakes::FaultyServer&)> always(Expected expected) {
  return [expected](const fakes::FaultyServer&) { return expected; };
}

// Runs the cell, and one more call on the same client, which must go well. Counts it in the table that the
// program prints at its end.
void run(const Cell& cell);

}  // namespace acrida::fault_matrix
