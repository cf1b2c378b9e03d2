// Judges a run by its rules while it goes on and in the end.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "stats/slo_counts.h"
#include "stats/slo_window.h"

namespace acrida::stats {

struct SloResult {
  SloRule rule;
  // What the rule is about, in milliseconds, percent or requests a second; nullopt when no request was the
  // rule's, or when its percentile is one of the misses, whose time nobody knows.
  std::optional<double> actual;
  bool had_requests = false;
  bool pass = false;  // never without requests
};

class ACRIDA_API SloJudge {
 public:
  // REQUIRES: `endpoints` outlives this
  SloJudge(std::vector<SloRule> rules, const EndpointTable& endpoints);
  SloJudge(const SloJudge&) = delete;
  SloJudge& operator=(const SloJudge&) = delete;

  // The next second that counts, or a late part of an earlier one. Forgets all there was, if the second says
  // so.
  void add(const Snapshot& second);
  // So many seconds in one, which no window can be made of: windows begin anew after it.
  void add_chunk(const Snapshot& first, std::int64_t seconds);

  // A rule that asks for it, and is broken now that so much was judged.
  struct Breach {
    SloResult result;
    base::Duration after{};
  };
  std::optional<Breach> breach() const;

  // `judged`: how long that took which was added, to the last finish of a request.
  std::vector<SloResult> results(base::Duration judged) const;
  const std::vector<SloRule>& rules() const { return rules_; }

 private:
  void forget();
  static SloResult result_of(const SloRule& rule, std::optional<double> value);

  std::vector<SloRule> rules_;
  const EndpointTable* endpoints_;
  std::vector<SloCounts> sums_;                    // of each rule
  std::vector<std::optional<SloWindow>> windows_;  // of those that have one
  std::optional<std::int64_t> first_;              // second that was added
  std::int64_t seconds_ = 0;                       // that were added
};

}  // namespace acrida::stats
