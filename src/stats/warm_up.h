// Where a run's warm-up ends, told from what was measured: MSER-5.
#pragma once

#include <cstdint>
#include <map>
#include <span>

#include <acrida/export.h>

#include "stats/snapshot.h"

namespace acrida::stats {

// How many of these means to leave out at the front, so that the mean of the others is known best:
//   d = argmin over 0 <= d <= n/2 of  Σ_{i>d} (Y_i − Ȳ_d)² / (n − d)²,  Ȳ_d the mean of Y_{d+1} … Y_n
// (the marginal standard error rule, K. P. White: An effective truncation heuristic for bias reduction in
// simulation output, Simulation 69(6), 1997). A minimum beyond n/2 rests on too little, so that none is
// looked for there; of equal ones the first.
ACRIDA_API std::size_t mser(std::span<const double> means);

// The means it is about: of the latencies of batches of at least five requests (hence MSER-5), which end with
// seconds.
class ACRIDA_API WarmUpSeries {
 public:
  static constexpr std::uint64_t kBatch = 5;

  // Also a late part of a second.
  void add(std::int64_t second, const Second& counts);
  // The first second that belongs to the steady phase; `from` when the series says nothing.
  std::int64_t steady_from(std::int64_t from) const;

 private:
  struct Sum {
    double us = 0;
    std::uint64_t count = 0;
  };
  std::map<std::int64_t, Sum> seconds_;
};

}  // namespace acrida::stats
