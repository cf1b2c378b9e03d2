// What one short piece of a probe brought: all that the tests of this folder ever see of a service.
#pragma once

#include <cstdint>
#include <vector>

namespace acrida::capacity {

// Of one rule such as `p99<50ms` or `errors<1%`.
struct RuleCount {
  std::uint64_t misses = 0;
  std::uint64_t of = 0;  // requests that the rule is about; misses <= of
};

// All of one length within a probe, a second as a rule; in order, without gaps.
struct Tick {
  double seconds = 1;           // > 0
  std::uint64_t offered = 0;    // arrivals that were due in it; with users: requests begun
  std::uint64_t completed = 0;  // requests that finished, however they ended
  std::uint64_t in_flight = 0;  // requests out at its end
  double latency_s = 0;         // sum of the latencies of those that finished, in seconds
  // By the test's rules, in their order. A request counts in the tick in which it finished; one that never
  // does, in the last tick.
  std::vector<RuleCount> rules;
  bool healthy = true;  // the generator kept its schedule
};

}  // namespace acrida::capacity
