#include "app/acrida/doctor/engine_run.h"

#include <time.h>

#include <algorithm>

#include <fmt/format.h>

#include <acrida/acrida.h>

#include "app/acrida/doctor/null_server.h"
#include "app/acrida/engine_threads.h"
#include "async/timer.h"
#include "base/failure.h"
#include "load/local_runner.h"
#include "load/thread_worker.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app::doctor {
namespace {

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
  Observer(async::Loop& control, base::Duration warm_up) : control_(control), warm_up_(warm_up) {}

  void on_snapshot(const stats::Snapshot& second) override {
    if (std::chrono::seconds(second.second) < warm_up_) return;
    for (const auto& [endpoint, tally] : second.counts.endpoints) sum_.merge(tally);
  }
  void on_spawned() override {}
  void on_end(const load::RunEnd& end) override {
    end_ = end;
    control_.stop();
  }

  const stats::Tally& sum() const { return sum_; }
  base::Duration duration() const { return end_.duration - warm_up_; }
  const load::EngineHealth& health() const { return end_.health; }

 private:
  async::Loop& control_;
  base::Duration warm_up_;
  stats::Tally sum_;
  load::RunEnd end_;
};

}  // namespace

EngineRun run_engine(load::RunPlan plan, std::uint16_t port, std::optional<int> core,
                     base::Duration warm_up) {
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
  Observer observer(control, warm_up);
  load::LocalRunner runner(control,
                           load::thread_workers(control, engines.seats(), plan, scenario, endpoints, log),
                           plan, observer);
  async::Loop& engine = engines.seats().front().loop;
  CpuMeter meter(engine);
  const auto start = clock.now();
  const auto end = start + plan.run_time.value_or(warm_up);
  engine.post([&meter, core, start, end, warm_up] {
    if (core) bind_to_core(*core);
    // A little before the end, so that the users' farewell is not in it.
    meter.set(start + warm_up, end - std::chrono::milliseconds(5));
  });
  engines.start();
  runner.start();
  control.run();
  engines.stop();

  const stats::Tally& sum = observer.sum();
  if (sum.requests == sum.failures || observer.duration() <= base::Duration::zero()) {
    throw base::RunError(fmt::format(
        "no answer from our own server on 127.0.0.1:{}; is the loopback interface up (ip link set lo up)?",
        port));
  }
  return {sum, observer.duration(), std::min(meter.busy(), 1.0), observer.health()};
}

}  // namespace acrida::app::doctor
