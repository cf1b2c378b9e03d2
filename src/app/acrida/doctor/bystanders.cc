#include "app/acrida/doctor/bystanders.h"

#include <time.h>

#include <algorithm>

#include "app/acrida/doctor/machine.h"

namespace acrida::app::doctor {
namespace {

constexpr double kTicksPerSecond = 100;  // in /proc/stat, on all that we run on

base::Duration clock_of(clockid_t which) {
  timespec ts{};
  ::clock_gettime(which, &ts);
  return std::chrono::seconds(ts.tv_sec) + std::chrono::nanoseconds(ts.tv_nsec);
}

}  // namespace

CoreTime core_time(const std::vector<int>& cores) {
  const auto stat = read_system_file("/proc/stat");
  return {stat ? parse_stat(*stat, cores) : std::nullopt, clock_of(CLOCK_MONOTONIC),
          clock_of(CLOCK_PROCESS_CPUTIME_ID)};
}

std::optional<Bystanders> bystanders_between(const CoreTime& before, const CoreTime& after) {
  if (!before.ticks || !after.ticks || after.at <= before.at) return std::nullopt;
  const auto grown = [&](std::int64_t CoreTicks::*column) {
    return static_cast<double>(*after.ticks.*column - *before.ticks.*column);
  };
  const auto all = static_cast<double>(after.ticks->all() - before.ticks->all());
  if (all <= 0) return std::nullopt;  // a sandbox that shows the file and does not keep it
  double busy = grown(&CoreTicks::programs);
  // The loopback's own work is done in soft interrupts. A kernel that times interrupts takes them out of a
  // process's time; one that does not, whose hard interrupts therefore stay at zero, leaves them in ours.
  if (after.ticks->hard_interrupts == 0) busy += grown(&CoreTicks::soft_interrupts);
  const double seconds = base::seconds_of(after.at - before.at);
  const double ours = base::seconds_of(after.ours - before.ours);
  return Bystanders{std::max(0.0, (busy / kTicksPerSecond - ours) / seconds),
                    grown(&CoreTicks::stolen) / all};
}

}  // namespace acrida::app::doctor
