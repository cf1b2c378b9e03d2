// How a run is to be judged: what --slo and --warmup say, or a plan file.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "stats/slo.h"

namespace acrida::app {

struct Judging {
  std::vector<stats::SloRule> slos;
  std::optional<base::Duration> warm_up;  // how long; nullopt: none, or an automatic one
  bool automatic_warm_up = false;
};

}  // namespace acrida::app
