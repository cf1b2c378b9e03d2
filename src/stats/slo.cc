#include "stats/slo.h"

#include <algorithm>

namespace acrida::stats {

bool SloRule::is_about(const Endpoint& endpoint_of_run) const {
  if (!payload_class.empty() && payload_class != endpoint_of_run.payload_class) return false;
  if (endpoint.empty() || endpoint == endpoint_of_run.name) return true;
  const std::string& method = endpoint_of_run.method;
  return endpoint.size() == method.size() + 1 + endpoint_of_run.name.size() && endpoint.starts_with(method) &&
         endpoint[method.size()] == ' ' && endpoint.ends_with(endpoint_of_run.name);
}

std::optional<base::Duration> strictest_time_limit(const std::vector<SloRule>& rules) {
  std::optional<base::Duration> strictest;
  for (const SloRule& rule : rules) {
    if (rule.is_time()) strictest = std::min(strictest.value_or(rule.time_limit), rule.time_limit);
  }
  return strictest;
}

Misses misses_of(const SloRule& rule, const Second& second, const EndpointTable& endpoints) {
  const base::Duration longest =
      rule.or_equal ? rule.time_limit : rule.time_limit - std::chrono::microseconds(1);
  Misses sum{second.dropped, second.dropped};
  for (const auto& [id, tally] : second.endpoints) {
    if (!rule.is_about(endpoints[id])) continue;
    sum.of += tally.latency.count();
    const std::uint64_t failed = tally.failed_latency.count();
    if (rule.subject == SloRule::Subject::errors) {
      sum.misses += failed;
      continue;
    }
    const bool service = rule.subject == SloRule::Subject::service;
    const Histogram& all = service ? tally.service : tally.latency;
    const Histogram& bad = service ? tally.failed_service : tally.failed_latency;
    // What is still out has no service time, but its age is in the latencies.
    const std::uint64_t still_out = service ? tally.latency.count() - tally.service.count() : 0;
    sum.misses += all.count() - all.count_at_most(longest) + bad.count_at_most(longest) + still_out;
  }
  return sum;
}

}  // namespace acrida::stats
