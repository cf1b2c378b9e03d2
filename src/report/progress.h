// How the run goes, in one line for a terminal.
#pragma once

#include <optional>
#include <string>

#include "stats/totals.h"

namespace acrida::report {

struct ProgressStyle {
  int columns = 80;                    // parts that do not fit are left out
  bool colour = false;                 // ANSI escapes
  std::optional<double> offered = {};  // arrivals a second of open load, right now
};

// "0:12 of 1:00  50 users  1234 req/s  0.02% failed  p50 2.10 ms  p99 12.3 ms": rate and latency
// of the last seconds, failures of the whole run. Of open load "0:12 of 1:00  100/s offered  7 users  …", and
// how many arrivals were dropped, when some were.
std::string progress_line(base::Duration elapsed, std::optional<base::Duration> run_time,
                          const stats::Totals& run, const ProgressStyle& style);

}  // namespace acrida::report
