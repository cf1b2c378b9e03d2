// What other programs, and other machines of the same hypervisor, take of our cores while we measure.
#pragma once

#include <optional>
#include <vector>

#include "app/acrida/doctor/parse.h"
#include "base/clock.h"

namespace acrida::app::doctor {

// The time of some cores so far, and how much of it was this process's.
struct CoreTime {
  std::optional<CoreTicks> ticks;
  base::Duration at{}, ours{};
};
CoreTime core_time(const std::vector<int>& cores);

struct Bystanders {
  double others = 0;  // cores that other programs kept busy, on average
  double stolen = 0;  // the part of the cores' time that the hypervisor gave away: 0 … 1
};
// nullopt where the system does not tell.
std::optional<Bystanders> bystanders_between(const CoreTime& before, const CoreTime& after);

}  // namespace acrida::app::doctor
