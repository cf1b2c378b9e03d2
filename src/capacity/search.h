// Which load to try next, and when the limit is known: a state machine that is told what each probe showed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "capacity/probe_test.h"

namespace acrida::capacity {

enum class ProbeKind {
  climb,    // from the lowest load upwards, doubling
  narrow,   // between a load that passed and one that failed
  confirm,  // the highest load that passed once more, longer, with a fresh seed
  descend   // that load again, straight after one that failed: does the service find its way back?
};
std::string_view name_of(ProbeKind kind);

// What to do next: offer `load`, feed ProbeTest{test} with what comes, tell() how it ended.
struct Probe {
  ProbeKind kind = ProbeKind::climb;
  double load = 0;         // arrivals a second, or users
  std::uint64_t seed = 0;  // 0, 1, 2 …: no two probes of a search have the same
  // descend: the load to offer before, for a few seconds, with no rest between; 0: none.
  double after_load = 0;
  ProbeSettings test;
};

struct ProbeResult {
  Probe probe;
  Verdict verdict = Verdict::undecided;
  std::string reason;
  std::size_t rule = ProbeTest::npos;  // that it failed on
  std::vector<RuleEstimate> rules;
  double seconds = 0;     // that the probe took of the budget, rests and all
  double throughput = 0;  // completed a second
  // For the curve and the fits, by the caller, in seconds; 0: not known.
  double mean_latency_s = 0, p50_s = 0, p90_s = 0, p99_s = 0;
};
// How `test` ended at `probe`; seconds and what is known of latencies are the caller's to add.
ACRIDA_API ProbeResult result_of(const Probe& probe, const ProbeTest& test);

struct SearchSettings {
  std::vector<double> allowed;  // as in ProbeSettings
  double start = 1;             // the lowest load, > 0
  double highest = 1e9;         // not to be exceeded: the generator's ceiling, or --users
  bool whole = false;           // loads are whole numbers: users
  double precision = 0.05;      // done when fail / pass <= 1 + precision, > 0
  double confidence = 0.95;     // that the interval holds the limit
  double budget_s = 600;        // of probes together
  double skip_s = 1;            // of every probe, as in ProbeSettings
  double rest_s = 1;            // what is lost between two probes, by estimate
};

enum class Outcome {
  found,         // [pass, fail]
  lowest_fails,  // the lowest load already fails
  no_fail,       // the highest load allowed still passes: the limit is above it
  undecided,     // the budget is spent, and nothing failed, or nothing passed
  invalid        // the generator cannot offer these loads
};
std::string_view name_of(Outcome outcome);

struct Limit {
  Outcome outcome = Outcome::undecided;
  std::optional<double> pass, fail;  // proven
  std::optional<double> estimate;    // where the fit of all probes sees the limit: proves nothing
  double confidence = 0.95;
  std::string reason;      // why the failing side failed, or why there is no interval
  bool confirmed = false;  // `pass` was seen again with a fresh seed
  // The descending probe: nullopt when there was no time for it.
  std::optional<Verdict> hysteresis;
  std::string hysteresis_text;
};

class ACRIDA_API Search {
 public:
  explicit Search(SearchSettings settings);

  // nullopt: the answer is known, as far as it will be. The same until tell() is called.
  const std::optional<Probe>& next() const { return next_; }
  // REQUIRES: next(), and result.probe is it.
  void tell(ProbeResult result);

  const Limit& limit() const { return limit_; }
  const std::vector<ProbeResult>& probes() const { return probes_; }
  const SearchSettings& settings() const { return settings_; }
  double spent_s() const { return spent_s_; }

 private:
  SearchSettings settings_;
  std::optional<Probe> next_;
  std::vector<ProbeResult> probes_;
  Limit limit_;
  double spent_s_ = 0;
};

}  // namespace acrida::capacity
