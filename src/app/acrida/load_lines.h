// What a run offers, said before it begins; and at any moment of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "load/run_plan.h"
#include "load/scenario.h"

namespace acrida::app {

// A sentence for each load of the plan that has no ramp of users: "Offering 100 arrivals a second (poisson),
// at most 10,000 in flight". Where they are not all, it names the classes.
std::vector<std::string> load_lines(const load::RunPlan& plan, const std::vector<load::UserClass>& classes);

// Arrivals a second that the streams of a plan bring at a time since the start; of a replay, those of the
// second before.
std::function<double(base::Duration)> offered_rate(const load::RunPlan& plan);

}  // namespace acrida::app
