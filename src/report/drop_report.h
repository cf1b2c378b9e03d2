// What it means that arrivals of open load were dropped.
#pragma once

#include <string>

#include "stats/totals.h"

namespace acrida::report {

// A paragraph; empty when none were.
std::string drop_report(const stats::Totals& run);

}  // namespace acrida::report
