// The functions that user classes have for the beginning and for the end of a whole run.
#pragma once

#include "async/loop.h"
#include "base/log.h"
#include "load/run_plan.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app {

// begin_run or end_run. Turns the loop until they have ended, or until somebody stops it, which cuts them
// off. What they send is in no statistics. False: one of them threw, or was cut off.
bool run_functions(async::Loop& loop, scenario::cpp::CppScenario& scenario,
                   Task<bool> (scenario::cpp::CppScenario::*which)(load::Engine&), const load::RunPlan& plan,
                   const base::Log& log);

}  // namespace acrida::app
