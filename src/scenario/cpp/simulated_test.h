// For the tests of C++ users: runs one class, as a users file would list it, in a simulated world.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <acrida/acrida.h>

#include "scenario/cpp/cpp_scenario.h"
#include "tests/fakes/simulated_world.h"

namespace acrida::scenario::cpp {

template <class... Users>
void add_users(CppScenario& scenario) {
  int number = 0;
  const auto add = [&]<class Each>(std::type_identity<Each>) {
    const auto added = scenario.add(detail::user_class<Each>("User" + std::to_string(++number)));
    ASSERT_TRUE(added.ok()) << added.error().message;
  };
  (add(std::type_identity<Users>{}), ...);
}

inline load::RunPlan short_plan(std::uint32_t users, base::Duration run_time) {
  load::RunPlan plan;
  plan.host = "http://test";
  plan.users = users;
  plan.spawn_rate = 1e6;
  plan.run_time = run_time;
  plan.seed = 1;
  return plan;
}

template <class... Users>
void run_users(fakes::SimulatedWorld& world, const load::RunPlan& plan, int workers = 1) {
  CppScenario scenario;
  add_users<Users...>(scenario);
  const auto hosts = scenario.set_host(plan.host);
  ASSERT_TRUE(hosts.ok()) << hosts.error().message;
  world.run(plan, scenario, workers);
}

}  // namespace acrida::scenario::cpp
