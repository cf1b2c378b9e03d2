// Which load to try next, and when the limit is known: a state machine that is told what each probe showed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "capacity/probe.h"

namespace acrida::capacity {

struct SearchSettings {
  std::vector<Rule> rules;   // at least one
  double start = 1;          // the lowest load, > 0
  double highest = 1e9;      // not to be exceeded: the generator's ceiling, or --users
  bool whole = false;        // loads are whole numbers: users
  double precision = 0.05;   // done when fail / pass <= 1 + precision, > 0
  double confidence = 0.95;  // that the interval holds the limit
  double budget_s = 600;     // of probes together
  double skip_s = 1;         // of every probe, as in ProbeSettings
  double rest_s = 1;         // what is lost between two probes, by estimate
};

enum class Outcome {
  found,         // [pass, fail]
  lowest_fails,  // the lowest load already fails
  no_fail,       // the highest load allowed still passes: the limit is above it
  undecided,     // the budget is spent, and nothing failed, or nothing passed
  invalid        // the generator cannot offer these loads
};
ACRIDA_API std::string_view name_of(Outcome outcome);

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
  // Ends it with what is known by now. `why` is told where that is no answer.
  void give_up(const std::string& why);

  const Limit& limit() const { return limit_; }
  const std::vector<ProbeResult>& probes() const { return probes_; }
  const SearchSettings& settings() const { return settings_; }
  double spent_s() const { return spent_s_; }

 private:
  std::optional<Probe> decide();
  std::optional<Probe> climb_on() const;
  std::optional<Probe> narrow();
  Probe confirm(double load, double expected_s, double most_s) const;
  Probe descend() const;
  Probe probe(ProbeKind kind, Aim aim, double load, double longest_s) const;
  void conclude();

  double left_s() const { return settings_.budget_s - spent_s_; }
  double around_s() const { return settings_.skip_s + settings_.rest_s; }

  SearchSettings settings_;
  std::optional<Probe> next_;
  std::vector<ProbeResult> probes_;
  Limit limit_;
  double spent_s_ = 0;
};

}  // namespace acrida::capacity
