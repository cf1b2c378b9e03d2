// Between a load that passes and one that fails: which loads to prove, so that the interval becomes as narrow
// as the time left allows.
#pragma once

#include <acrida/export.h>

#include "capacity/vicinity.h"

namespace acrida::capacity {

struct Bracket {
  double low = 0;  // nothing below it is worth a probe: the highest load that passed, or the lowest allowed
  bool passed = false;     // whether low did
  bool confirmed = false;  // whether low was confirmed, too
  double high = 0;         // the lowest load that failed
  double cap = 0;          // nothing above it may be said to pass; 0: none
};

// The errors that proofs may make, and the time each loses besides what it judges.
struct Proofs {
  double pass_error = 0.1, confirm_error = 0.04, fail_error = 0.01;
  double around_s = 2;
};

struct Targets {
  double pass = 0, fail = 0;                     // loads to prove
  bool needs_pass = false, needs_fail = false;   // unless something as good is proven already
  double pass_s = 0, fail_s = 0, confirm_s = 0;  // by estimate
};

// Seconds after which the odds are four to one that a test at this load has passed (failed), if the curve is
// right; infinite where it never would.
double seconds_to_pass(const Vicinity& near, double load, double error);
double seconds_to_fail(const Vicinity& near, double load, double error);

// The narrowest interval around the curve's limit, no narrower than nearly half of `precision` on each side,
// whose proofs and whose confirmation fit into `seconds`. Needs nothing when none does.
ACRIDA_API Targets choose_targets(const Vicinity& near, const Proofs& proofs, const Bracket& bracket,
                                  double precision, double seconds);

}  // namespace acrida::capacity
