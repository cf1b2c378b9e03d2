// Between a load that passes and one that fails: which loads to prove, so that the interval becomes as narrow
// as the time left allows.
#pragma once

#include <algorithm>

#include <acrida/export.h>

#include "capacity/vicinity.h"

namespace acrida::capacity {

struct Bracket {
  double lowest = 0;     // no load below it is offered
  double passed = 0;     // the highest load that passed; 0: none. What is no higher may be confirmed
  double confirmed = 0;  // the highest load that was confirmed; 0: none
  double failed = 0;     // the lowest load that failed
  double cap = 0;        // nothing above it is worth a confirmation; 0: none
  double passed_s = 0;   // that the judgement of `passed` took; a confirmation is longer

  double low() const { return std::max({lowest, passed, confirmed}); }
};

// The errors that proofs may make, and the time each loses besides what it judges.
struct Proofs {
  double pass_error = 0.1, confirm_error = 0.04, fail_error = 0.01;
  double around_s = 2;
};

struct Targets {
  double pass = 0, fail = 0;  // the interval that is aimed at
  // What is missing for it: a probe that passes, its confirmation, a probe that fails.
  bool needs_pass = false, needs_confirmation = false, needs_fail = false;
  double pass_s = 0, confirm_s = 0, fail_s = 0;  // that each takes, by estimate
};

// Seconds after which the odds are four to one that a test at this load has passed (failed), if the curve is
// right; infinite where it never would.
double seconds_to_pass(const Vicinity& near, double load, double error);
double seconds_to_fail(const Vicinity& near, double load, double error);

// The narrowest interval around the curve's limit, no narrower than nearly half of `precision` on each side,
// whose proofs and whose confirmation fit into `seconds`. Needs nothing when none does. REQUIRES: failed > 0
ACRIDA_API Targets choose_targets(const Vicinity& near, const Proofs& proofs, const Bracket& bracket,
                                  double precision, double seconds);

}  // namespace acrida::capacity
