#include "app/acrida/doctor/load.h"

#include <time.h>

#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>

#include <acrida/acrida.h>

#include "app/acrida/doctor/limits.h"
#include "app/acrida/doctor/null_server.h"
#include "app/acrida/engine_threads.h"
#include "async/timer.h"
#include "base/failure.h"
#include "load/local_runner.h"
#include "load/thread_worker.h"
#include "scenario/cpp/cpp_scenario.h"
#include "stats/tally.h"

namespace acrida::app::doctor {
namespace {

// Statistics come in whole seconds since the start, so the warm-up is the first of them.
constexpr base::Duration kWarmUp = std::chrono::seconds(1);
constexpr base::Duration kMeasured = std::chrono::milliseconds(1500);
constexpr double kSpawnSeconds = 0.1;

class Caller : public HttpUser {
 public:
  Caller() { task(&Caller::call); }
  Task<> call() { co_await client().get("/"); }
};

base::Duration thread_cpu() {
  timespec ts{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
  return std::chrono::seconds(ts.tv_sec) + std::chrono::nanoseconds(ts.tv_nsec);
}

// Reads, on the engine's own thread, how much of a stretch of time that thread has run.
class CpuMeter {
 public:
  explicit CpuMeter(async::Loop& loop)
      : loop_(loop), alarm_(loop, async::Callback::to<&CpuMeter::on_alarm>(this)) {}

  void set(base::TimePoint from, base::TimePoint to) {
    to_ = to;
    alarm_.set(from);
  }
  // 0 … 1; 0 when the stretch was not reached.
  double busy() const {
    return wall_ > base::Duration::zero() ? base::seconds_of(cpu_) / base::seconds_of(wall_) : 0;
  }

 private:
  void on_alarm() {
    const auto now = loop_.clock().now();
    const auto cpu = thread_cpu();
    if (now < to_) {
      from_ = now;
      cpu_ = cpu;
      alarm_.set(to_);
    } else {
      wall_ = now - from_;
      cpu_ = cpu - cpu_;
    }
  }

  async::Loop& loop_;
  async::Timer alarm_;
  base::TimePoint from_, to_;
  base::Duration cpu_{}, wall_{};
};

// Keeps what happened after the warm-up, and ends the control loop with the run.
class Observer final : public load::RunObserver {
 public:
  explicit Observer(async::Loop& control) : control_(control) {}

  void on_snapshot(const stats::Snapshot& second) override {
    if (std::chrono::seconds(second.second) < kWarmUp) return;
    for (const auto& [endpoint, tally] : second.counts.endpoints) sum_.merge(tally);
  }
  void on_spawned() override {}
  void on_end(const load::RunEnd& end) override {
    duration_ = end.duration;
    control_.stop();
  }

  const stats::Tally& sum() const { return sum_; }
  double seconds() const { return base::seconds_of(duration_ - kWarmUp); }

 private:
  async::Loop& control_;
  stats::Tally sum_;
  base::Duration duration_{};
};

LoadStep measure_step(int connections, std::uint16_t port, std::optional<int> core) {
  load::RunPlan plan;
  plan.users = static_cast<std::uint32_t>(connections);
  plan.spawn_rate = connections / kSpawnSeconds;
  plan.run_time = kWarmUp + kMeasured;
  plan.host = fmt::format("http://127.0.0.1:{}", port);
  scenario::cpp::CppScenario scenario;
  base::done_or_throw(scenario.add(detail::user_class<Caller>("Caller")));
  base::done_or_throw(scenario.set_host(plan.host));

  const base::SystemClock clock;
  async::EpollPoller poller(clock);
  async::Loop control(clock, poller);
  EngineThreads engines(clock, plan.threads);
  stats::EndpointTable endpoints;
  const auto log = base::value_or_throw(base::Log::open(base::LogLevel::warning));
  Observer observer(control);
  load::LocalRunner runner(control,
                           load::thread_workers(control, engines.seats(), plan, scenario, endpoints, log),
                           plan, observer);
  async::Loop& engine = engines.seats().front().loop;
  CpuMeter meter(engine);
  const auto start = clock.now();
  engine.post([&meter, core, start] {
    if (core) bind_to_core(*core);
    // A little before the end, so that the users' farewell is not in it.
    meter.set(start + kWarmUp, start + kWarmUp + kMeasured - std::chrono::milliseconds(5));
  });
  engines.start();
  runner.start();
  control.run();
  engines.stop();

  const stats::Tally& sum = observer.sum();
  const std::uint64_t answered = sum.requests - sum.failures;
  if (answered == 0 || observer.seconds() <= 0) {
    throw base::RunError(fmt::format(
        "no answer from our own server on 127.0.0.1:{}; is the loopback interface up (ip link set lo up)?",
        port));
  }
  LoadStep step;
  step.connections = connections;
  step.requests_per_s = static_cast<double>(sum.requests) / observer.seconds();
  step.engine_busy = std::min(meter.busy(), 1.0);
  step.cpu_us_per_request = 1e6 * meter.busy() / step.requests_per_s;
  step.p50 = sum.latency.percentile(0.5).value_or(base::Duration::zero());
  step.p99 = sum.latency.percentile(0.99).value_or(base::Duration::zero());
  step.failures = sum.failures;
  return step;
}

}  // namespace

std::optional<Places> choose_places(const Cores& cores) {
  if (cores.allowed.size() < 2) return std::nullopt;
  Places places{cores.allowed[0], cores.allowed[1]};
  const auto is_sibling = [&](int core) {
    return std::find(cores.siblings.begin(), cores.siblings.end(), core) != cores.siblings.end();
  };
  const auto apart = std::find_if_not(cores.allowed.begin() + 1, cores.allowed.end(), is_sibling);
  if (apart != cores.allowed.end()) places.server = *apart;
  return places;
}

Load measure_load(const Machine& machine, const std::vector<int>& connections, const OnStep& on_step) {
  auto places = choose_places(machine.cores);
  if (places && !may_bind_to_core()) places.reset();
  NullServer server(places ? std::optional(places->server) : std::nullopt);
  Load load;
  load.each = kMeasured;
  if (places) {
    load.engine_core = places->engine;
    load.server_core = places->server;
  }
  for (const int count : connections) {
    // Both ends are ours.
    if (2 * static_cast<std::uint64_t>(count) + kOwnDescriptors > machine.descriptors.hard) {
      load.skipped.push_back(count);
      continue;
    }
    on_step(count);
    load.steps.push_back(measure_step(count, server.port(), load.engine_core));
  }
  if (load.steps.empty()) {
    throw base::RunError(fmt::format("only {} descriptors are allowed; raise the limit with ulimit -Hn 1024",
                                     machine.descriptors.hard));
  }
  return load;
}

}  // namespace acrida::app::doctor
