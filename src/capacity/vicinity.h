// What all probes together say of the loads around the limit, for choosing the next one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "capacity/miss_curve.h"
#include "capacity/probe.h"

namespace acrida::capacity {

struct Vicinity {
  std::size_t rule = 0;   // the first to break as the load grows
  MissCurve curve;        // its
  bool informed = false;  // misses were seen close enough to the limit for the curve to be worth something
  // log inflation = at_limit + growth·(log load − log limit)
  double log_inflation = 0, growth = 0;
  double density = 0;  // requests that the rule is about, a second and unit of load

  double inflation_at(double load) const;
  // Requests that are about as good as independent ones, a second.
  double effective_per_second(double load) const { return density * load / inflation_at(load); }
};

// The limit is looked for in [low, high]. REQUIRES: at least one probe that is not invalid.
Vicinity vicinity_of(std::span<const ProbeResult> probes, std::span<const Rule> rules, double low,
                     double high);

}  // namespace acrida::capacity
