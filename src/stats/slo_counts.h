// What of a second, or of many, a rule is judged by.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/slo.h"

namespace acrida::stats {

class SloCounts {
 public:
  // REQUIRES: always the same rule
  void add(const SloRule& rule, const Second& second, const EndpointTable& endpoints);
  void merge(const SloCounts& other);

  bool had_requests() const { return requests_ + still_out_ > 0; }
  // What the rule is compared with (see SloRule::limit_value), over so many seconds: infinity where a
  // percentile is among the misses, which stand at the far end; nullopt when no request was the rule's.
  std::optional<double> value(const SloRule& rule, double seconds) const;

 private:
  std::uint64_t requests_ = 0;   // finished ones
  std::uint64_t still_out_ = 0;  // at the end of open load
  std::uint64_t failed_ = 0;     // with those
  std::uint64_t dropped_ = 0;
  Histogram times_, failed_times_;  // only of rules about times; what is still out is not in them
};

// Of two values of a rule; nullopt is none.
std::optional<double> worse_of(const SloRule& rule, std::optional<double> a, std::optional<double> b);

}  // namespace acrida::stats
