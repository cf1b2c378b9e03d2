// Everything downstream of the statistics is a sink: console, CSV files, the summary, and later the page and
// the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "stats/phases.h"
#include "stats/slo_judge.h"
#include "stats/snapshot.h"
#include "stats/stalls.h"
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
  std::string why;                     // when it was not: one sentence
  base::Duration cpu{};                // user + system of all engine threads
  std::uint64_t requests = 0;          // that it was used for: those of the whole run
  Histogram dispatch_lag;              // how late arrivals and waiting users were acted upon
  Histogram loop_lag;                  // how late timers of the engine's own fired
  base::Duration highest_lag{};        // that the 99th percentile of both may have
  std::uint64_t late_connections = 0;  // arrivals that had to wait for a connection to be opened
  double peak_core_share = 0;          // of the busiest core in its busiest second, 0..1
  std::uint64_t peak_rss_bytes = 0;
};

struct Outcome {
  // Of what was judged: the first user's start (the last start anew, the steady phase) … the last finish.
  base::Duration duration{};
  Verdict verdict = Verdict::pass;
  int exit_code = 0;
  GeneratorHealth generator;
  std::vector<SloResult> slos;
  std::vector<Phase> phases;
  bool steady_only = false;  // the totals are those of the steady phase alone
  std::optional<HiddenByStalls> hidden;
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
