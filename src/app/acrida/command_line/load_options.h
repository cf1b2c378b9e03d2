// How much load, from the options that say it.
#pragma once

#include "app/acrida/command_line/option_values.h"
#include "load/composed_plan.h"
#include "load/run_plan.h"

namespace acrida::app {

// Into the plan goes what it has a place for, the rest is returned. Of options that exclude each other
// (users, a rate, stages) the ones that speak last count: those of the command line over variables, those
// over files. Throws base::UsageError when two of them speak at once.
load::LoadWish read_load_options(const OptionValues& values, load::RunPlan& plan);

}  // namespace acrida::app
