#include "app/acrida/limit/probe_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <acrida/random.h>

#include "base/failure.h"
#include "load/composed_plan.h"

namespace acrida::app {
namespace {

// A probe is over when nothing is in flight: what is still out after so long, the default time of a request,
// will not come.
constexpr base::Duration kDrain = std::chrono::seconds(60);

// What the probe adds to the seconds that are judged: the last one is told a little after its end.
constexpr base::Duration kMargin = std::chrono::seconds(2);

load::Shape shape_of(const capacity::Probe& probe) {
  if (probe.after_load <= 0) return load::Shape(probe.load);
  const base::Duration change = std::chrono::seconds(kSecondsBefore);
  return load::Shape({{{}, probe.after_load}, {change, probe.after_load}, {change, probe.load}});
}

// Independent of each other, and of what the plan's seed is used for elsewhere.
std::uint64_t seed_of(const capacity::Probe& probe, std::uint64_t seed) {
  return Random(seed + 0x9e3779b97f4a7c15u * (probe.seed + 1))();
}

}  // namespace

load::RunPlan plan_of(const capacity::Probe& probe, bool over_users, const RunOptions& options,
                      const std::vector<load::UserClass>& classes) {
  load::LoadWish wish = options.load;
  if (!wish.stop_timeout) wish.stop_timeout = kDrain;
  if (over_users) {
    wish.users = shape_of(probe);
  } else {
    load::ArrivalStream stream;
    stream.rate = shape_of(probe);
    stream.arrivals = wish.arrivals.value_or(load::Arrivals::poisson);
    wish.stream = std::move(stream);
  }
  load::RunPlan plan = options.plan;
  plan.seed = seed_of(probe, plan.seed);
  plan.run_time = base::from_seconds(std::ceil(probe.settings.skip_s + probe.settings.longest_s)) +
                  std::chrono::seconds(seconds_before(probe)) + kMargin;
  auto composed = load::composed_plan(std::move(plan), wish, classes);
  if (!composed) throw base::UsageError(composed.error().message);
  return *std::move(composed);
}

}  // namespace acrida::app
