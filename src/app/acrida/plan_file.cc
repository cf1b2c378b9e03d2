#include "app/acrida/plan_file.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/file.h"
#include "scenario/plan/plan_users.h"

namespace acrida::app {

bool is_plan(const std::string& file) { return file.ends_with(".yaml") || file.ends_with(".yml"); }

std::shared_ptr<const scenario::plan::Plan> load_plan_in(const std::vector<std::string>& files,
                                                         const Surroundings& surroundings) {
  const auto found = std::find_if(files.begin(), files.end(), is_plan);
  if (found == files.end()) return nullptr;
  if (files.size() > 1)
    throw base::UsageError(fmt::format(
        "{} is a plan, which runs alone; start one run for each, or put its user_classes into one plan",
        *found));
  scenario::plan::Reading reading;
  reading.environment = [&](const std::string& name) -> std::optional<std::string> {
    const auto variable = surroundings.environment.find(name);
    if (variable == surroundings.environment.end()) return std::nullopt;
    return variable->second;
  };
  reading.read_file = [](const std::string& path) { return base::read_file(path, base::Table::kMaxBytes); };
  reading.clock = std::make_shared<base::SystemClock>();
  reading.seed = std::random_device{}();
  return base::value_or_throw(scenario::plan::load_plan(*found, reading));
}

Settings settings_of(const scenario::plan::Plan& plan) {
  Settings settings;
  for (const auto& each : plan.settings) settings[each.option] = {Source::plan, each.place, each.values};
  return settings;
}

void add_users_of(const std::shared_ptr<const scenario::plan::Plan>& plan,
                  scenario::cpp::CppScenario& scenario) {
  for (const auto& each : scenario::plan::user_classes(plan)) base::done_or_throw(scenario.add(each));
  scenario.hide(plan->hidden);
}

}  // namespace acrida::app
