// A whole run against a service of exactly known behaviour, in simulated time.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "load/run_plan.h"
#include "scenario/cpp/simulated_test.h"
#include "tests/fakes/known_server.h"
#include "tests/fakes/simulated_world.h"

namespace acrida::known_server {

class Getter final : public HttpUser {
 public:
  Getter() { task(&Getter::get); }
  Task<> get() { co_await client().get("/"); }
};

class KnownWorld {
 public:
  explicit KnownWorld(const fakes::Behaviour& behaviour) : server(world.loop, behaviour) {
    world.accept = [this](std::unique_ptr<net::Stream> stream) { server.accept(std::move(stream)); };
  }

  // Users that ask again and again, or as the plan's streams say; what is out at the end may finish.
  void run(load::RunPlan plan, int workers = 1) {
    plan.stop_timeout = std::chrono::seconds(10);
    scenario::cpp::run_users<Getter>(world, plan, workers);
  }

  const stats::Tally& told() const { return world.totals.aggregated(); }
  // What the server took for each request, sorted.
  std::vector<base::Duration> truth() const {
    std::vector<base::Duration> times;
    for (const auto& each : server.served()) times.push_back(each.written - each.arrived);
    std::sort(times.begin(), times.end());
    return times;
  }
  // When each request reached it since the run's start, sorted.
  std::vector<base::Duration> arrivals() const {
    std::vector<base::Duration> times;
    for (const auto& each : server.served()) times.push_back(each.arrived.time_since_epoch());
    std::sort(times.begin(), times.end());
    return times;
  }

  fakes::SimulatedWorld world;
  fakes::KnownServer server;
};

inline load::RunPlan open_plan(double rate, load::Arrivals arrivals, base::Duration run_time) {
  auto plan = scenario::cpp::short_plan(0, run_time);
  plan.classes = std::vector<std::size_t>{};  // all are the stream's
  plan.streams.push_back({load::Shape(rate), arrivals, {}, std::nullopt});
  return plan;
}

}  // namespace acrida::known_server
