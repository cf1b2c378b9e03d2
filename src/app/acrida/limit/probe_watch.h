// Turns the seconds of a probe into what its judge sees of them.
#pragma once

#include <cstdint>
#include <vector>

#include "capacity/probe_judge.h"
#include "capacity/search.h"
#include "stats/endpoint.h"
#include "stats/slo.h"
#include "stats/snapshot.h"
#include "stats/tally.h"

namespace acrida::app {

class ProbeWatch {
 public:
  // The first `unwatched` seconds are another load's. REQUIRES: every rule has misses; `rules` outlives this.
  ProbeWatch(const capacity::ProbeSettings& settings, const std::vector<stats::SloRule>& rules,
             std::int64_t unwatched)
      : judge_(settings), rules_(rules), unwatched_(unwatched) {}

  // In order; late ones, and those after the judge has seen enough, are not taken. True: it has.
  bool take(const stats::Snapshot& second, const stats::EndpointTable& endpoints);

  const capacity::ProbeJudge& judge() const { return judge_; }
  // How it ended, with latencies and throughput of what was watched.
  capacity::ProbeResult result(const capacity::Probe& probe) const;

 private:
  double standard_error_s() const;

  capacity::ProbeJudge judge_;
  const std::vector<stats::SloRule>& rules_;
  std::int64_t unwatched_, seconds_ = 0;
  std::uint64_t in_flight_ = 0;  // at the end of the last second
  stats::Tally watched_;
  struct Latencies {
    double count = 0, sum_s = 0;
  };
  std::vector<Latencies> by_second_;
};

}  // namespace acrida::app
