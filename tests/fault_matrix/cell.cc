#include "tests/fault_matrix/cell.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"
#include "tests/fault_matrix/answers.h"
#include "tests/http/client_world.h"

namespace acrida::fault_matrix {
namespace {

// What the program prints when all tests are over.
class Table final : public testing::Environment {
 public:
  void count(const Cell& cell, const std::string& outcome) {
    auto& row = rows_[{cell.fault, cell.protocol}];
    ++row.cells;
    ++row.outcomes[outcome];
    ++cells_;
  }
  void TearDown() override {
    for (const auto& [of, row] : rows_) {
      std::cout << std::left << std::setw(44) << of.first << std::setw(14) << name_of(of.second) << std::right
                << std::setw(6) << row.cells << " ";
      for (const auto& [outcome, times] : row.outcomes) std::cout << " " << outcome << ":" << times;
      std::cout << "\n";
    }
    std::cout << "fault matrix: " << cells_ << " cells" << std::endl;
  }

 private:
  struct Row {
    std::size_t cells = 0;
    std::map<std::string, std::size_t> outcomes;
  };
  std::map<std::pair<std::string, Protocol>, Row> rows_;
  std::size_t cells_ = 0;
};

Table& table() {
  static auto* const its = dynamic_cast<Table*>(testing::AddGlobalTestEnvironment(new Table));
  return *its;
}
// Googletest asks its environments before the first test, and this one wants to be asked.
[[maybe_unused]] const Table& registered = table();

net::TlsContext& server_context(Protocol protocol) {
  const std::string at = ACRIDA_CERTIFICATES;
  const auto make = [&](std::string_view speaks) {
    return net::TlsContext::for_server({"", at + "server.pem", at + "server.key"}, speaks);
  };
  static auto http1 = make("http/1.1");
  static auto http2 = make("h2");
  return is_http2(protocol) ? *http2 : *http1;
}

http::ClientSettings settings_for(const Cell& cell) {
  using Version = http::ClientSettings::Version;
  http::ClientSettings settings;
  settings.version = cell.protocol == Protocol::h2c         ? Version::h2c
                     : cell.protocol == Protocol::http2_tls ? Version::http2
                                                            : Version::http1;
  settings.tls.trusted = std::string(ACRIDA_CERTIFICATES) + "ca.pem";
  settings.limits = cell.limits;
  return settings;
}

// A client and its server, alone in the world.
struct World {
  explicit World(const Cell& cell)
      : server(loop, is_http2(cell.protocol) ? http2_requests_in : http1_requests_in,
               is_secure(cell.protocol) ? &server_context(cell.protocol) : nullptr),
        context(loop, server, settings_for(cell)),
        url(*http::parse_url(is_secure(cell.protocol) ? "https://localhost" : "http://localhost")) {
    server.plans = cell.plans;
    server.later.answers = good_answers(cell.protocol, 4);
  }

  // False when it never ends.
  bool finish(http::TestCall& call) {
    call.done = 0;
    client.send(call, url);
    for (int turns = 0; call.done == 0; ++turns) {
      if (turns == 10'000'000) return false;
      if (loop.turn()) continue;
      if (!loop.next_deadline()) return false;
      clock.advance_to(*loop.next_deadline());
    }
    settle();
    return true;
  }
  // What is on its way arrives, and no time passes.
  void settle() {
    for (int turns = 0; turns < 10'000'000 && loop.turn(); ++turns) {
    }
  }

  fakes::ManualClock clock;
  fakes::ManualPoller poller{clock};
  async::Loop loop{clock, poller};
  fakes::FaultyServer server;
  http::ClientContext context;
  http::Client client{context};
  const http::Url url;
};

void play(const Cell& cell, World& world) {
  http::TestCall before;
  for (std::size_t i = 0; i < cell.calls_before; ++i) {
    ASSERT_TRUE(world.finish(before)) << "a call before has no end";
    ASSERT_EQ(before.outcome(), "200");
  }
  http::TestCall call(cell.method);
  call.options.timeout = cell.timeout;
  call.options.read_timeout = cell.read_timeout;
  call.options.keep_body = cell.keep_body;
  const auto began = world.clock.now();
  ASSERT_TRUE(world.finish(call)) << "the call has no end";
  const auto took = world.clock.now() - began;
  const Expected expected = cell.expected(world.server);
  table().count(cell, call.outcome());
  EXPECT_EQ(call.outcome(), expected.outcome) << (call.failure ? call.failure->text : "");
  EXPECT_EQ(call.done, 1);
  EXPECT_EQ(world.context.in_flight, 0u);
  if (expected.any_received) {
    EXPECT_GT(call.bytes_received, cell.limits.body_bytes);
    EXPECT_LT(call.bytes_received, cell.limits.body_bytes + (std::size_t{1} << 20));
  } else {
    EXPECT_EQ(call.bytes_received, expected.received);
  }
  EXPECT_EQ(call.reconnects, expected.reconnects);
  EXPECT_EQ(took, expected.within);
  EXPECT_EQ(call.finished - call.started, expected.within);
  EXPECT_EQ(world.server.connections(), expected.connections);
  EXPECT_EQ(world.server.requests(), expected.requests);
  EXPECT_TRUE(call.failure || call.response.body_bytes == expected.body_bytes) << call.response.body_bytes;

  if (!expected.next_is_good) return;
  http::TestCall next;
  ASSERT_TRUE(world.finish(next)) << "the next call has no end";
  EXPECT_EQ(next.outcome(), "200") << (next.failure ? next.failure->text : "");
  EXPECT_EQ(next.response.body, "ok");
  EXPECT_EQ(call.done, 1) << "told twice";
  EXPECT_EQ(next.reconnects, 0u);
  EXPECT_EQ(world.context.in_flight, 0u);
  EXPECT_EQ(world.server.connections(), expected.connections + (expected.reused ? 0 : 1));
  EXPECT_EQ(world.server.requests(), expected.requests + 1);
}

}  // namespace

void run(const Cell& cell) {
  std::ostringstream where;
  where << cell.fault << ", " << name_of(cell.protocol) << ", " << cell.detail << ", byte " << cell.offset
        << ", " << cell.method;
  const testing::ScopedTrace trace(__FILE__, __LINE__, where.str());
  World world(cell);
  play(cell, world);
}

}  // namespace acrida::fault_matrix
