// The users of an attack, as a scenario.
#pragma once

#include <memory>

#include "app/acrida/attack/attacked_request.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app {

// One class, which sends `request` over and over. `request` outlives it.
std::unique_ptr<scenario::cpp::CppScenario> scenario_of(const AttackedRequest& request);

}  // namespace acrida::app
