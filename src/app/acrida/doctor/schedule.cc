#include "app/acrida/doctor/schedule.h"

#include <algorithm>

#include "app/acrida/doctor/engine_run.h"
#include "app/acrida/doctor/limits.h"
#include "app/acrida/doctor/rate_search.h"

namespace acrida::app::doctor {
namespace {

constexpr base::Duration kEach = std::chrono::milliseconds(1200);
constexpr std::uint64_t kMostInFlight = 1000;

RateStep measure_rate(double rate, std::uint32_t most_in_flight, std::uint16_t port,
                      std::optional<int> core) {
  load::RunPlan plan;
  plan.users = 0;
  plan.run_time = kEach;
  plan.stop_timeout = std::chrono::seconds(1);
  plan.max_in_flight = most_in_flight;
  load::ArrivalStream& stream = plan.streams.emplace_back();
  stream.rate = load::Shape(rate);
  stream.arrivals = load::Arrivals::constant;
  const EngineRun run = run_engine(plan, port, core, base::Duration::zero());
  RateStep step;
  step.offered = rate;
  // Whoever falls behind catches up after the end, and then it has taken longer.
  step.achieved = static_cast<double>(run.sum.requests - run.sum.failures) /
                  base::seconds_of(std::max(run.duration, kEach));
  step.lag_p99 = run.health.dispatch_lag.percentile(0.99).value_or(base::Duration::zero());
  step.kept = step.lag_p99 <= kMostLag && step.achieved >= kLeastAchieved * rate;
  return step;
}

}  // namespace

Schedule measure_schedule(double closed_rate, const Machine& machine, std::uint16_t port,
                          std::optional<int> engine_core, const OnRate& on_rate) {
  // Both ends of a connection are ours.
  const auto room = (machine.descriptors.hard - std::min(machine.descriptors.hard, kOwnDescriptors)) / 2;
  const auto most = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(room, 1, kMostInFlight));
  Schedule schedule;
  schedule.each = kEach;
  RateSearch search(std::max(RateSearch::kLowest, closed_rate / 8));
  while (const auto rate = search.next()) {
    on_rate(*rate);
    schedule.steps.push_back(measure_rate(*rate, most, port, engine_core));
    search.note(schedule.steps.back().kept);
  }
  schedule.highest = search.highest_kept();
  std::sort(schedule.steps.begin(), schedule.steps.end(),
            [](const auto& a, const auto& b) { return a.offered < b.offered; });
  return schedule;
}

}  // namespace acrida::app::doctor
