// What was judged, by which rules, and what the figures hide: the last words about a run.
#pragma once

#include <string>

#include "stats/sink.h"

namespace acrida::report {

// A line for each rule: PASS or FAIL, what it asks for, and what was. Empty without rules, unless the run is
// invalid.
std::string slo_report(const stats::Outcome& outcome);
// Which phase the figures are of, where they are not of the whole run; else empty.
std::string phase_report(const stats::Outcome& outcome);
// One sentence about requests that were not sent while the server stood still; empty where that changes
// little.
std::string stall_report(const stats::Outcome& outcome);

}  // namespace acrida::report
