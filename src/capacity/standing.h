// What the probes of a search have proven so far: a function of its history.
#pragma once

#include <span>

#include "capacity/probe.h"
#include "capacity/targets.h"

namespace acrida::capacity {

struct Standing {
  const ProbeResult* fail = nullptr;       // the lowest load that failed
  const ProbeResult* pass = nullptr;       // the highest below it that passed
  const ProbeResult* confirmed = nullptr;  // the highest that was confirmed
  double soft_low =
      0;           // the highest load below `fail` that did not look like failing while climbing; 0: none
  double cap = 0;  // a confirmation went wrong: nothing above this is worth one; 0: none
};

// Points into `probes`. `precision`: half of it is a step down from a load whose confirmation went wrong.
Standing standing_of(std::span<const ProbeResult> probes, double precision);

// The errors that the next probe of this kind and aim may make, so that those of a whole search keep within
// 1 − confidence: half of it for each side, spent geometrically, so that the number of probes need not be
// known. The climb counts as one probe: its loads are tested in order until the first that does not pass. A
// wrong pass takes two mistakes on independent samples, that of a probe and that of its confirmation, and has
// the product of their errors.
struct Errors {
  double pass = 0, fail = 0;
};
Errors errors_of_next(std::span<const ProbeResult> probes, double confidence, ProbeKind kind, Aim aim);

}  // namespace acrida::capacity
