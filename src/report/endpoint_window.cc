#include "report/endpoint_window.h"

#include <algorithm>

namespace acrida::report {

void EndpointWindow::add(const stats::Snapshot& second) {
  if (second.starts_anew) window_.clear();
  if (!second.late) {
    window_.push_back({second.second, {}});
    if (window_.size() > stats::Totals::kWindowSeconds) window_.pop_front();
  }
  const auto its_second = std::find_if(window_.begin(), window_.end(),
                                       [&](const Told& told) { return told.second == second.second; });
  if (its_second == window_.end()) return;
  for (const auto& [id, tally] : second.counts.endpoints)
    if (tally.requests > 0) its_second->times[id].merge(tally.service);
}

EndpointWindow::ByRow EndpointWindow::by_row(const stats::Totals& run) const {
  ByRow sums;
  for (const Told& told : window_) {
    for (const auto& [id, times] : told.times) {
      const stats::Endpoint& endpoint = run.endpoint(id);
      sums[{endpoint.method, endpoint.name}].merge(times);
    }
  }
  return sums;
}

}  // namespace acrida::report
