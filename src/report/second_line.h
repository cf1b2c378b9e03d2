// One second of a run in one line, for those who watch and for logs.
#pragma once

#include <string>

#include "report/text_style.h"
#include "stats/snapshot.h"

namespace acrida::report {

// What stands above the lines.
std::string second_headline(const TextStyle& style);

// Time since the start, requests that finished in this second and failures among them, their latencies,
// requests out at its end, and arrivals dropped in it.
std::string second_line(const stats::Snapshot& second, const TextStyle& style);

}  // namespace acrida::report
