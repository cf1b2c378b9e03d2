// Plan files on the command line: -f plan.yaml.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/acrida/command_line/setting.h"
#include "app/acrida/command_line/surroundings.h"
#include "scenario/cpp/cpp_scenario.h"
#include "scenario/plan/plan.h"

namespace acrida::app {

bool is_plan(const std::string& file);

// Null: none of the files is a plan. Throws base::RunError with a line for each mistake in it, and
// base::UsageError when it is not the only file.
std::shared_ptr<const scenario::plan::Plan> load_plan_in(const std::vector<std::string>& files,
                                                         const Surroundings& surroundings);

// What it says about options of the run.
Settings settings_of(const scenario::plan::Plan& plan);

// Its users, and its secrets, which are hidden from then on.
void add_users_of(const std::shared_ptr<const scenario::plan::Plan>& plan,
                  scenario::cpp::CppScenario& scenario);

}  // namespace acrida::app
