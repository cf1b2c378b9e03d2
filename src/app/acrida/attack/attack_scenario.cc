#include "app/acrida/attack/attack_scenario.h"

#include "app/acrida/attack/attacker.h"
#include "base/failure.h"

namespace acrida::app {

std::unique_ptr<scenario::cpp::CppScenario> scenario_of(const AttackedRequest& request) {
  auto scenario = std::make_unique<scenario::cpp::CppScenario>();
  const auto make = [&request] { return std::make_unique<Attacker>(request); };
  base::done_or_throw(scenario->add({"Attacker", make, nullptr, nullptr}));
  return scenario;
}

}  // namespace acrida::app
