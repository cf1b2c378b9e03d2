// One load that is tried, and what came of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "capacity/probe_judge.h"

namespace acrida::capacity {

enum class ProbeKind {
  climb,    // from the lowest load upwards, doubling
  narrow,   // between a load that passed and one that failed
  confirm,  // a load no higher than one that passed, longer and with a fresh seed
  descend   // that load again, straight after one that failed: does the service find its way back?
};
ACRIDA_API std::string_view name_of(ProbeKind kind);

// What to do next: offer `load`, feed ProbeJudge(settings) with what comes, tell() how it ended.
struct Probe {
  ProbeKind kind = ProbeKind::climb;
  double load = 0;         // arrivals a second, or users
  std::uint64_t seed = 0;  // 0, 1, 2 …: no two probes of a search have the same
  // descend: the load to offer before, for a few seconds, with no rest between; 0: none.
  double after_load = 0;
  ProbeSettings settings;
};

struct ProbeResult {
  Probe probe;
  Verdict verdict = Verdict::undecided;
  std::string reason;
  std::size_t rule = ProbeJudge::kNoRule;  // that it failed on
  std::vector<RuleEstimate> rules;
  double judged_s = 0;    // what these are of
  double seconds = 0;     // that the probe took of the budget, rests and all
  double throughput = 0;  // completed a second
  // For the curve and the fits, by the caller, in seconds; 0: not known.
  double mean_latency_s = 0, p50_s = 0, p90_s = 0, p99_s = 0;
  double mean_error_s = 0;  // standard error of the mean latency
};
// How `judge` ended at `probe`; seconds and what is known of latencies are the caller's to add.
ACRIDA_API ProbeResult result_of(const Probe& probe, const ProbeJudge& judge);

}  // namespace acrida::capacity
