// What is known of a run before it begins.
#pragma once

#include "base/clock.h"
#include "load/run_plan.h"
#include "stats/sink.h"

namespace acrida::app {

// With an id of its own, begun now.
stats::RunInfo new_run_info(const base::Clock& clock, const load::RunPlan& plan);

}  // namespace acrida::app
