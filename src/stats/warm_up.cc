#include "stats/warm_up.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace acrida::stats {

// From the back: each step takes one mean more into the running mean and sum of squares (B. P. Welford,
// 1962).
std::size_t mser(std::span<const double> means) {
  std::size_t best = 0;
  double best_error = std::numeric_limits<double>::infinity();
  double mean = 0, squares = 0, count = 0;
  for (std::size_t d = means.size(); d-- > 0;) {
    ++count;
    const double off = means[d] - mean;
    mean += off / count;
    squares += off * (means[d] - mean);
    const double error = squares / (count * count);
    if (d > means.size() / 2 || error > best_error) continue;
    best_error = error;
    best = d;
  }
  return best;
}

void WarmUpSeries::add(std::int64_t second, const Second& counts) {
  Sum& sum = seconds_[second];
  for (const auto& [id, tally] : counts.endpoints) {
    const std::uint64_t count = tally.latency.count();
    if (count == 0) continue;
    sum.us += tally.latency.mean_us().value() * static_cast<double>(count);
    sum.count += count;
  }
}

std::int64_t WarmUpSeries::steady_from(std::int64_t from) const {
  std::vector<double> means;
  std::vector<std::int64_t> begins;
  Sum batch;
  std::int64_t begin = from;
  for (const auto& [second, sum] : seconds_) {
    batch.us += sum.us;
    batch.count += sum.count;
    if (batch.count < kBatch) continue;
    means.push_back(batch.us / static_cast<double>(batch.count));
    begins.push_back(begin);
    begin = second + 1;
    batch = {};
  }
  return means.empty() ? from : begins[mser(means)];
}

}  // namespace acrida::stats
