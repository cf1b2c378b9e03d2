// For the tests of open load: a world whose server answers by a rule, and keeps the log that is the truth.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "load/timetable.h"
#include "scenario/cpp/simulated_test.h"
#include "tests/fakes/timed_server.h"

namespace acrida::scenario::cpp {

class OpenLoadTest : public testing::Test {
 protected:
  void SetUp() override { answer_after(std::chrono::milliseconds(10)); }
  void answer_after(base::Duration delay) {
    rule_ = [delay](std::size_t, base::TimePoint) { return delay; };
  }
  template <class... Users>
  void run(const load::RunPlan& plan, int workers = 1) {
    server_.reset();
    world_.emplace(nullptr, connect_time_);
    server_.emplace(world_->loop,
                    [this](std::size_t number, base::TimePoint came) { return rule_(number, came); });
    world_->accept = [this](std::unique_ptr<net::Stream> stream) { server_->accept(std::move(stream)); };
    world_->schedule = schedule_;
    if (before_run_) before_run_();
    run_users<Users...>(*world_, plan, workers);
  }
  std::vector<base::Duration> sent() const {
    std::vector<base::Duration> times;
    for (const auto& request : server_->requests) times.push_back(request.came.time_since_epoch());
    return times;
  }
  const stats::Tally& all() const { return world_->totals.aggregated(); }

  fakes::TimedServer::Rule rule_;
  base::Duration connect_time_{};
  std::vector<std::pair<base::Duration, std::function<void(load::Runner&)>>> schedule_;
  std::function<void()> before_run_;
  std::optional<fakes::SimulatedWorld> world_;
  std::optional<fakes::TimedServer> server_;
};

inline load::RunPlan rate_plan(double rate, std::optional<base::Duration> run_time,
                               load::Arrivals arrivals = load::Arrivals::poisson) {
  auto plan = short_plan(0, {});
  plan.run_time = run_time;
  plan.stop_timeout = std::chrono::seconds(10);
  plan.streams = {{load::Shape(rate), arrivals, {}, {}}};
  return plan;
}

// When the arrivals of the plan are due.
inline std::vector<base::Duration> drawn(const load::RunPlan& plan) {
  load::Timetable timetable(plan, {{"User1", 1, 0, "", {}}}, 0, 1);
  std::vector<base::Duration> times;
  while (const auto arrival = timetable.next()) times.push_back(arrival->at);
  return times;
}

}  // namespace acrida::scenario::cpp
