// The command line of known_server.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "tests/fakes/known_service.h"

namespace acrida::known_server {

inline constexpr const char* kUsage =
    R"(known_server: an HTTP server of exactly known behaviour, whose own log is the truth

  --delay constant:5ms | exponential:5ms | bimodal:2ms,50ms,0.1
  --servers N          requests worked on at a time, the others queue, first come, first served; default: all of them
  --freeze at=5s,for=1s   answers nothing in that time after the first request; what falls due leaves at its end
  --fail 0.01          how many requests are answered with 500
  --seed N             of the delays and failures, 1 by default
  --spin TIME          stays awake when an answer is due so soon, 100us by default; 0s: sleeps until it is
  --log FILE           where SIGTERM leaves every request: arrived, due, written, status; 64-bit integers, nanoseconds
  --port N             0, the default, picks a free one

GET /log tells counts and exact quantiles as JSON.
)";

struct Options {
  fakes::Behaviour behaviour;
  base::Duration spin = std::chrono::microseconds(100);
  std::string log;
  std::uint16_t port = 0;
};

// Throws base::UsageError for what is not in kUsage.
Options parse_options(const std::vector<std::string>& words);

}  // namespace acrida::known_server
