#include "stats/slo_counts.h"

#include <algorithm>
#include <limits>

namespace acrida::stats {

void SloCounts::add(const SloRule& rule, const Second& second, const EndpointTable& endpoints) {
  dropped_ += second.dropped;
  for (const auto& [id, tally] : second.endpoints) {
    if (!rule.is_about(endpoints[id])) continue;
    const std::uint64_t out = tally.latency.count() - tally.service.count();
    requests_ += tally.service.count();
    still_out_ += out;
    failed_ += tally.failed_service.count() + out;
    if (!rule.is_time()) continue;
    const bool service = rule.subject == SloRule::Subject::service;
    times_.merge(service ? tally.service : tally.latency);
    failed_times_.merge(service ? tally.failed_service : tally.failed_latency);
  }
}

void SloCounts::merge(const SloCounts& other) {
  requests_ += other.requests_;
  still_out_ += other.still_out_;
  failed_ += other.failed_;
  dropped_ += other.dropped_;
  times_.merge(other.times_);
  failed_times_.merge(other.failed_times_);
}

std::optional<double> SloCounts::value(const SloRule& rule, double seconds) const {
  if (rule.subject == SloRule::Subject::rps) {
    if (seconds <= 0) return std::nullopt;
    return static_cast<double>(requests_) / seconds;
  }
  if (!had_requests()) return std::nullopt;
  const std::uint64_t all = requests_ + still_out_ + dropped_;
  if (rule.subject == SloRule::Subject::errors) {
    return 100 * static_cast<double>(failed_ + dropped_) / static_cast<double>(all);
  }
  const auto time = times_.at_rank_without(failed_times_, Histogram::rank_of(rule.percent / 100, all));
  if (!time) return std::numeric_limits<double>::infinity();
  return static_cast<double>(*time / std::chrono::microseconds(1)) / 1e3;
}

std::optional<double> worse_of(const SloRule& rule, std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a ? a : b;
  return rule.subject == SloRule::Subject::rps ? std::min(*a, *b) : std::max(*a, *b);
}

}  // namespace acrida::stats
