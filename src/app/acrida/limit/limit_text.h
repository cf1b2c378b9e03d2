// What a person reads of a search: a line for each probe, and the answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capacity/queue_fit.h"
#include "capacity/search.h"
#include "capacity/usl.h"

namespace acrida::app {

// What the loads of a search are.
struct LoadUnit {
  bool users = false;
  bool may_wait = true;  // users may do something else than wait for answers

  std::string of(double load) const;  // "482/s", "12 users"
  std::string_view name() const { return users ? "users" : "arrivals a second"; }
};

// What the fits say of the probes, in sentences; empty lines for what there is too little to say about.
struct Findings {
  std::string fit;                       // the model, and whether the held-out probe agrees
  std::vector<std::string> predictions;  // for more replicas
};
Findings findings_of(const capacity::Search& search, const LoadUnit& unit);

// What is searched, before the first probe.
std::string limit_headline(const capacity::SearchSettings& settings, const LoadUnit& unit,
                           const std::string& target);
std::string probe_heading();
std::string probe_line(std::size_t number, const capacity::ProbeResult& probe, const LoadUnit& unit);

// The last words, with the throughput-latency curve. `utf8`: whether bars may be drawn with block characters.
std::string limit_text(const capacity::Search& search, const LoadUnit& unit, bool utf8);

}  // namespace acrida::app
