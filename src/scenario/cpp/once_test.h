// For tests of one user that does one thing, once, in a simulated world.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <acrida/http.h>

#include "scenario/cpp/simulated_test.h"

namespace acrida::scenario::cpp {

class Once final : public HttpUser {
 public:
  Once() {
    wait_time(constant(1h));  // a task that throws does not come to its stop_user()
    task(&Once::work);
  }
  Task<> work() {
    co_await what_to_do(*this);
    stop_user();
  }
  using HttpUser::client;
  using User::sleep;

  inline static std::function<Task<>(Once&)> what_to_do;
};

// With a world of its own to run in, and what came of that.
class OnceTest : public testing::Test {
 protected:
  explicit OnceTest(fakes::SimulatedWorld::Answer answer) : world_(std::move(answer)) {}

  void run(std::function<Task<>(Once&)> what, Duration run_time = 1min,
           const std::string& host = "http://test") {
    Once::what_to_do = std::move(what);
    auto plan = short_plan(1, run_time);
    plan.host = host;
    run_users<Once>(world_, plan);
  }
  const stats::Tally& all() const { return world_.totals.aggregated(); }
  // The text of the only error, or exception; empty if there is none.
  std::string error() const {
    const auto& errors = world_.totals.errors();
    return errors.size() == 1 ? errors.begin()->first.kind + ": " + errors.begin()->first.text : "";
  }
  std::string exception() const {
    const auto& exceptions = world_.totals.exceptions();
    return exceptions.size() == 1 ? exceptions.begin()->first.message : "";
  }

  fakes::SimulatedWorld world_;
};

}  // namespace acrida::scenario::cpp
