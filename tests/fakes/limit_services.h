// Services whose limit is known, for proving the search: queues at which one request in a hundred is slower
// than the limit allows at exactly one rate.
#pragma once

#include <array>
#include <cmath>
#include <string_view>

#include "tests/fakes/queue_simulation.h"

namespace acrida::fakes {

// The chance that a request takes longer than `time` in M/M/c: D. Gross et al., Fundamentals of Queueing
// Theory, 4th ed., Wiley 2008, ch. 2.3. REQUIRES: rate < servers·work
inline double sojourn_tail(int servers, double work, double rate, double time) {
  double blocked = 1;  // Erlang's B
  const double load = rate / work;
  for (int k = 1; k <= servers; ++k) blocked = load * blocked / (k + load * blocked);
  const double waits = blocked / (1 - load / servers * (1 - blocked));
  const double theta = servers * work - rate;
  if (std::abs(theta - work) < 1e-9 * work) return std::exp(-work * time) * (1 + waits * work * time);
  return (1 - waits) * std::exp(-work * time) +
         waits * (theta * std::exp(-work * time) - work * std::exp(-theta * time)) / (theta - work);
}

struct LimitService {
  std::string_view name;
  QueueService queue;
  double true_limit;  // arrivals a second at which 1 % miss
};

// An exponential service whose limit for p99 < time is `rate`. The times of all services lie at the edge of a
// histogram's bucket, so that counting in buckets is exact.
inline LimitService exponential_service(std::string_view name, int servers, double rate, double time) {
  double shortest = 0, longest = servers / rate;
  for (int i = 0; i < 100; ++i) {
    const double middle = (shortest + longest) / 2;
    (sojourn_tail(servers, 1 / middle, rate, time) > 0.01 ? longest : shortest) = middle;
  }
  return {name, {servers, shortest, true, time}, rate};
}

// Constant service, whose tail has no simple formula: the work was chosen so that of 10⁸ simulated arrivals 1
// % miss, which says where the limit is to a tenth of a per cent.
inline LimitService constant_service(std::string_view name, int servers, double rate, double time,
                                     double work) {
  return {name, {servers, work, false, time}, rate};
}

inline std::array<LimitService, 6> limit_services() {
  return {exponential_service("1 exponential server, 1000/s", 1, 1000, 0.010752),
          exponential_service("2 exponential servers, 1000/s", 2, 1000, 0.011712),
          constant_service("8 constant servers, 1000/s", 8, 1000, 0.02624, 0.0072106),
          exponential_service("1 exponential server, 100/s", 1, 100, 0.10752),
          exponential_service("1 exponential server, 20000/s", 1, 20'000, 0.00054),
          constant_service("8 constant servers, 20000/s", 8, 20'000, 0.001312, 0.00036053)};
}

}  // namespace acrida::fakes
