// What the times of closed load hide: while a server stands still its few users wait, and the requests that
// they would have sent meanwhile, all of them slow, are in no percentile (G. Tene calls it coordinated
// omission).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "stats/totals.h"

namespace acrida::stats {

// About so much; both percentiles are the 99th.
struct HiddenByStalls {
  double requests = 0;          // that were not sent
  base::Duration longest{};     // stall
  base::Duration p99_shown{};   // of service time
  base::Duration p99_of_all{};  // had these requests been sent
};

// A stall shows in two ways at once: an answer took far longer than most, and during that time fewer answers
// came than in other seconds. Slow answers alone are no stall: others go on meanwhile.
class ACRIDA_API Stalls {
 public:
  static constexpr std::size_t kMost = 64;             // stalls that are kept, the longest ones
  static constexpr std::int64_t kLongestSeconds = 60;  // of one; a longer one counts as that long

  // A second of closed load. Forgets all there was, if the second says so.
  void add(const Snapshot& second);
  // nullopt unless it makes the 99th percentile at least twice what it seems to be.
  std::optional<HiddenByStalls> hidden(const Tally& all) const;

 private:
  struct Told {
    std::int64_t second = 0;
    std::uint64_t requests = 0;
  };
  struct Suspect {
    std::int64_t from = 0, to = 0;  // seconds, in which it took place
    std::uint64_t requests = 0;     // that were answered in them
    base::Duration longest{};
  };
  void keep(const Suspect& suspect);

  std::deque<Told> told_;  // the last kLongestSeconds + 2
  std::vector<Suspect> suspects_;
  Histogram per_second_;  // how many answers a second had, 1 as 1 µs
  Histogram service_;     // of all so far
};

}  // namespace acrida::stats
