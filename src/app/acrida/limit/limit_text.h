// What a person reads of a search: a line for each probe, and the answer.
#pragma once

#include <string>

#include "app/acrida/limit/load_unit.h"
#include "capacity/search.h"

namespace acrida::app {

// What is searched, before the first probe.
std::string limit_headline(const capacity::SearchSettings& settings, const LoadUnit& unit,
                           const std::string& target);
std::string probe_heading();
std::string probe_line(std::size_t number, const capacity::ProbeResult& probe, const LoadUnit& unit,
                       bool utf8);

// The last words, with the throughput-latency curve. `utf8`: there is more than ASCII.
std::string limit_text(const capacity::Search& search, const LoadUnit& unit, bool utf8);

}  // namespace acrida::app
