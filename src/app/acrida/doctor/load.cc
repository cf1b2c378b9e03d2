#include "app/acrida/doctor/load.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/acrida/doctor/engine_run.h"
#include "app/acrida/doctor/limits.h"
#include "app/acrida/doctor/null_server.h"
#include "base/failure.h"

namespace acrida::app::doctor {
namespace {

// Statistics come in whole seconds since the start, so the warm-up is the first of them.
constexpr base::Duration kWarmUp = std::chrono::seconds(1);
constexpr base::Duration kMeasured = std::chrono::milliseconds(1500);
constexpr double kSpawnSeconds = 0.1;

LoadStep measure_step(int connections, std::uint16_t port, std::optional<int> core) {
  load::RunPlan plan;
  plan.users = static_cast<std::uint32_t>(connections);
  plan.spawn_rate = connections / kSpawnSeconds;
  plan.run_time = kWarmUp + kMeasured;
  const EngineRun run = run_engine(plan, port, core, kWarmUp);
  LoadStep step;
  step.connections = connections;
  step.requests_per_s = static_cast<double>(run.sum.requests) / base::seconds_of(run.duration);
  step.engine_busy = run.busy;
  step.cpu_us_per_request = 1e6 * run.busy / step.requests_per_s;
  step.p50 = run.sum.latency.percentile(0.5).value_or(base::Duration::zero());
  step.p99 = run.sum.latency.percentile(0.99).value_or(base::Duration::zero());
  step.failures = run.sum.failures;
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

Load measure_load(const Machine& machine, const std::vector<int>& connections, const OnStep& on_step,
                  const OnRate& on_rate) {
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
  load.schedule =
      measure_schedule(best_step(load).requests_per_s, machine, server.port(), load.engine_core, on_rate);
  return load;
}

}  // namespace acrida::app::doctor
