// What a probe offers, as the plan of a run.
#pragma once

#include <cstdint>

#include "app/acrida/command_line/options.h"
#include "capacity/search.h"
#include "load/run_plan.h"
#include "load/scenario.h"

namespace acrida::app {

// How long a load is offered that another one follows without a rest.
inline constexpr std::int64_t kSecondsBefore = 5;

// Whole seconds at the start of a probe's run that are another load's.
inline std::int64_t seconds_before(const capacity::Probe& probe) {
  return probe.after_load > 0 ? kSecondsBefore : 0;
}

// `options` say what all probes have in common. Throws base::UsageError for what does not go together.
load::RunPlan plan_of(const capacity::Probe& probe, bool over_users, const RunOptions& options,
                      const std::vector<load::UserClass>& classes);

}  // namespace acrida::app
