// One probe of a service in simulated time, through all that a real one goes through: runner, pool of users,
// client and HTTP/1.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <acrida/acrida.h>

#include "app/acrida/limit/probe_watch.h"
#include "async/loop.h"
#include "base/log.h"
#include "load/local_runner.h"
#include "load/thread_worker.h"
#include "net/memory.h"
#include "scenario/cpp/cpp_scenario.h"
#include "tests/fakes/known_service.h"
#include "tests/fakes/limit_services.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/timed_server.h"

namespace acrida::bench {

class Asks final : public HttpUser {
 public:
  Asks() { task(&Asks::ask); }
  Task<> ask() { co_await client().get("/ask"); }
};

class LimitClient final : private load::RunObserver {
 public:
  // What it is given outlives it.
  LimitClient(const capacity::Probe& probe, const fakes::LimitService& service,
              const std::vector<stats::SloRule>& rules, std::uint64_t seed)
      : queue_(behaviour_of(service, seed)),
        watch_(probe.settings, rules, static_cast<std::int64_t>(before_s(probe))) {
    plan_.host = "http://test";
    plan_.users = 0;
    plan_.seed = seed;
    const base::Duration change = base::from_seconds(before_s(probe));
    plan_.streams = {
        {probe.after_load > 0
             ? load::Shape({{{}, probe.after_load}, {change, probe.after_load}, {change, probe.load}})
             : load::Shape(probe.load),
         load::Arrivals::poisson,
         {},
         {}}};
    plan_.run_time =
        change + base::from_seconds(std::ceil(probe.settings.skip_s + probe.settings.longest_s) + 2);
    plan_.stop_timeout = std::chrono::seconds(60);
  }

  capacity::ProbeResult carry_out(const capacity::Probe& probe) {
    scenario::cpp::CppScenario scenario;
    if (!scenario.add(detail::user_class<Asks>("Asks")) || !scenario.set_host(plan_.host))
      throw std::logic_error("the scenario of this bench is broken");
    const std::vector<load::EngineSeat> seats = {{loop_, connector_}};
    load::LocalRunner runner(loop_, load::thread_workers(loop_, seats, plan_, scenario, endpoints_, log_),
                             plan_, *this);
    runner_ = &runner;
    runner.start();
    loop_.run();
    return watch_.result(probe);
  }

 private:
  static double before_s(const capacity::Probe& probe) { return probe.after_load > 0 ? 5 : 0; }
  static fakes::Behaviour behaviour_of(const fakes::LimitService& service, std::uint64_t seed) {
    fakes::Behaviour behaviour;
    behaviour.delays = {
        .kind = service.queue.exponential ? fakes::Delays::Kind::exponential : fakes::Delays::Kind::constant,
        .mean = base::from_seconds(service.queue.mean_s)};
    behaviour.servers = static_cast<std::size_t>(service.queue.servers);
    behaviour.seed = seed ^ 0x5bd1e995;
    return behaviour;
  }

  void on_snapshot(const stats::Snapshot& second) override {
    if (!watch_.take(second, endpoints_) || stopping_) return;
    stopping_ = true;
    runner_->stop();
  }
  void on_spawned() override {}
  void on_end(const load::RunEnd&) override { loop_.stop(); }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  fakes::KnownService queue_;
  fakes::TimedServer server_{loop_, [this](std::size_t, base::TimePoint came) {
                               server_.requests.clear();  // nobody reads its log here
                               return queue_.arrive(came).due - came;
                             }};
  net::MemoryConnector connector_{
      loop_, [this](std::unique_ptr<net::Stream> stream) { server_.accept(std::move(stream)); }};
  stats::EndpointTable endpoints_;
  base::Log log_ = base::Log::silent();
  load::RunPlan plan_;
  app::ProbeWatch watch_;
  load::LocalRunner* runner_ = nullptr;
  bool stopping_ = false;
};

}  // namespace acrida::bench
