// Everything downstream of the statistics is a sink: console, CSV files, the summary, and later the page and
// the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "stats/snapshot.h"
#include "stats/totals.h"

namespace acrida::stats {

enum class Verdict { pass, fail, undecided, invalid };
constexpr const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::fail: return "fail";
    case Verdict::undecided: return "undecided";
    case Verdict::invalid: return "invalid";
  }
  return "?";
}

// What is known of a run besides its statistics.
struct RunInfo {
  std::string run_id;         // UUIDv7
  base::WallTime started_at;  // the first user's start
  std::string target;         // base URL; empty when every request names its own
  std::uint64_t seed = 0;
  std::string load_model = "closed";
  int threads = 1;
};

// How the generator itself fared, so that it is never mistaken for the server.
struct GeneratorHealth {
  bool healthy = true;
  base::Duration cpu{};    // user + system of all engine threads
  Histogram dispatch_lag;  // how late timers fired
  std::uint64_t peak_rss_bytes = 0;
};

struct Outcome {
  base::Duration duration{};  // the first user's start (or the last start anew) … the last finish
  Verdict verdict = Verdict::pass;
  int exit_code = 0;
  GeneratorHealth generator;
};

// All calls come on the control loop. An error is one sentence; the run goes on and its exit code becomes 1.
class SnapshotSink {
 public:
  virtual ~SnapshotSink() = default;
  // Once a second (and once more for each late part), after `run` has taken it in. A sink that keeps sums of
  // its own forgets them, as `run` has done, before a second that starts anew.
  virtual base::Result<void> on_snapshot(const Snapshot& second, const Totals& run) = 0;
  // Once, after the last snapshot.
  virtual base::Result<void> on_finish(const Totals& run, const RunInfo& info, const Outcome& outcome) = 0;
};

}  // namespace acrida::stats
