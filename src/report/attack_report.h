// The end of an attack on one screen: totals, times, errors, and the histogram of latencies.
#pragma once

#include <string>

#include "report/text_style.h"
#include "stats/sink.h"
#include "stats/totals.h"

namespace acrida::report {

// Service times stand beside latencies only where they differ.
std::string attack_report(const stats::Totals& run, const stats::Outcome& outcome, const TextStyle& style);

}  // namespace acrida::report
