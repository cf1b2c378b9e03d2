#include "stats/totals.h"

#include <algorithm>
#include <tuple>

namespace acrida::stats {

void Totals::add(const Snapshot& second) {
  if (second.starts_anew) {
    *this = Totals(*endpoints_);
    first_second_ = second.second;
  }
  sum_.merge(second.counts);
  for (const auto& [id, tally] : second.counts.endpoints) aggregated_.merge(tally);
  aggregated_.dropped += second.counts.dropped;
  if (!second.late) {
    users_ = second.users;
    in_flight_ = second.in_flight;
  }
  add_to_window(second);
}

void Totals::Told::add(const Second& counts) {
  all.dropped += counts.dropped;
  for (const auto& [id, tally] : counts.endpoints) {
    all.merge(tally);
    endpoints[id].requests += tally.requests;
    endpoints[id].failures += tally.failures;
  }
}

void Totals::add_to_window(const Snapshot& second) {
  if (!second.late) {
    window_.emplace_back().second = second.second;
    window_.back().add(second.counts);
    if (window_.size() > kWindowSeconds) window_.pop_front();
    return;
  }
  const auto its_second = std::find_if(window_.begin(), window_.end(),
                                       [&](const Told& told) { return told.second == second.second; });
  if (its_second != window_.end()) its_second->add(second.counts);
}

std::vector<EndpointId> Totals::endpoints_in_order() const {
  std::vector<std::pair<const Endpoint*, EndpointId>> found;
  for (const auto& [id, tally] : sum_.endpoints) found.emplace_back(&endpoint(id), id);
  const auto key = [](const auto& entry) {
    return std::tie(entry.first->name, entry.first->method, entry.first->payload_class);
  };
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::vector<EndpointId> ids;
  for (const auto& entry : found) ids.push_back(entry.second);
  return ids;
}

std::uint64_t Totals::exception_count() const {
  std::uint64_t count = 0;
  for (const auto& [key, times] : sum_.exceptions) count += times;
  return count;
}

Totals::Rate Totals::current_rate() const {
  Counts sum;
  for (const Told& told : window_) {
    sum.requests += told.all.requests;
    sum.failures += told.all.failures;
  }
  return rate_of(sum);
}

Totals::Rate Totals::current_rate(EndpointId id) const {
  Counts sum;
  for (const Told& told : window_) {
    const auto found = told.endpoints.find(id);
    if (found == told.endpoints.end()) continue;
    sum.requests += found->second.requests;
    sum.failures += found->second.failures;
  }
  return rate_of(sum);
}

Totals::Rate Totals::rate_of(const Counts& sum) const {
  if (window_.empty()) return {};
  const auto seconds = static_cast<double>(window_.size());
  return {static_cast<double>(sum.requests) / seconds, static_cast<double>(sum.failures) / seconds};
}

Tally Totals::current() const {
  Tally sum;
  for (const Told& told : window_) sum.merge(told.all);
  return sum;
}

}  // namespace acrida::stats
