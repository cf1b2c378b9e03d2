#include "app/acrida/limit/probe_watch.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/clock.h"

namespace acrida::app {
namespace {

stats::Tally everything_in(const stats::Second& counts) {
  stats::Tally all;
  for (const auto& [endpoint, tally] : counts.endpoints) all.merge(tally);
  all.dropped += counts.dropped;
  return all;
}

double seconds_in(const stats::Histogram& times) {
  return times.mean_us().value_or(0) * static_cast<double>(times.count()) / 1e6;
}

double percentile_in(const stats::Histogram& times, double p) {
  return base::seconds_of(times.percentile(p).value_or(base::Duration::zero()));
}

}  // namespace

bool ProbeWatch::take(const stats::Snapshot& second, const stats::EndpointTable& endpoints) {
  if (second.late || judge_.decided()) return judge_.decided();
  const auto all = everything_in(second.counts);
  const std::uint64_t before = std::exchange(in_flight_, second.in_flight);
  if (seconds_++ < unwatched_) return false;
  capacity::Tick tick;
  tick.completed = all.requests;
  tick.in_flight = in_flight_;
  // Whatever began in this second has ended in it, or is out; a file's iterations may have many requests.
  const std::uint64_t ended_or_out = all.requests + all.dropped + in_flight_;
  tick.offered = ended_or_out > before ? ended_or_out - before : 0;
  tick.latency_s = seconds_in(all.latency);
  for (const auto& rule : rules_) {
    const auto [misses, of] = misses_of(rule, second.counts, endpoints);
    tick.rules.push_back({misses, of});
  }
  watched_.merge(all);
  by_second_.push_back({static_cast<double>(all.latency.count()), tick.latency_s});
  judge_.add(tick);
  return judge_.decided();
}

// Of the mean of all: batch means, which see that neighbouring requests wait for the same queue (see
// capacity/evidence.h). 0 when there are too few seconds.
double ProbeWatch::standard_error_s() const {
  constexpr std::size_t kBatches = 10;
  const std::size_t length = by_second_.size() / kBatches;
  if (length == 0) return 0;
  double sum = 0, squares = 0;
  for (std::size_t batch = 0; batch < kBatches; ++batch) {
    double count = 0, total = 0;
    for (std::size_t i = batch * length; i < (batch + 1) * length; ++i) {
      count += by_second_[i].count;
      total += by_second_[i].sum_s;
    }
    const double mean = count > 0 ? total / count : 0;
    sum += mean;
    squares += mean * mean;
  }
  const double variance = (squares - sum * sum / kBatches) / (kBatches - 1);
  return std::sqrt(std::max(0.0, variance) / kBatches);
}

capacity::ProbeResult ProbeWatch::result(const capacity::Probe& probe) const {
  auto result = capacity::result_of(probe, judge_);
  result.mean_latency_s = watched_.latency.mean_us().value_or(0) / 1e6;
  result.mean_error_s = standard_error_s();
  result.p50_s = percentile_in(watched_.latency, 0.5);
  result.p90_s = percentile_in(watched_.latency, 0.9);
  result.p99_s = percentile_in(watched_.latency, 0.99);
  return result;
}

}  // namespace acrida::app
