// When the arrivals of one stream are due.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <acrida/export.h>
#include <acrida/random.h>

#include "base/clock.h"
#include "load/run_plan.h"

namespace acrida::load {

// A pure sequence: whoever draws the same stream gets the same times, to the last bit. The n-th arrival, n =
// 0, 1 …, is due when the area under the stream's rate reaches n (constant), or the sum of n + 1 exponential
// numbers of mean 1 (Poisson: a process of rate 1, whose time the shape stretches; Çinlar 1975).
class ACRIDA_API ArrivalSchedule {
 public:
  // `number`: of the stream in its plan. The stream outlives the schedule.
  ArrivalSchedule(const ArrivalStream& stream, std::uint64_t seed, std::size_t number);

  // Since the run's start, never earlier than the one before; nullopt: none will ever come.
  std::optional<base::Duration> next();

 private:
  std::optional<base::Duration> next_of_replay();
  double next_area();

  const ArrivalStream& stream_;
  Random random_;
  double whole_;  // the area under the rate, if it has an end; else infinite
  std::uint64_t drawn_ = 0;
  double sum_ = 0, lost_ = 0;  // of the exponential numbers, and what rounding has taken from it
};

}  // namespace acrida::load
