#include "stats/timeline.h"

#include <algorithm>
#include <utility>

namespace acrida::stats {

using std::chrono::seconds;

Timeline::Timeline(base::WallTime started_at, Tell tell) : started_at_(started_at), tell_(std::move(tell)) {}

void Timeline::add(Share share) {
  if (share.second >= next_ && !finished_) {
    waiting_[share.second].merge(share.counts);
    return;
  }
  if (share.second < counts_from_) return;
  Snapshot late = snapshot_of(share.second, std::move(share.counts));
  late.late = true;
  tell_(std::move(late));
}

void Timeline::advance(base::Duration since_start, const Gauges& gauges) {
  while (!finished_ && next_due() <= since_start) tell_next(gauges);
}

void Timeline::finish(base::Duration since_start, const Gauges& gauges) {
  if (finished_) return;
  std::int64_t end = std::chrono::ceil<seconds>(since_start).count();
  if (!waiting_.empty()) end = std::max(end, waiting_.rbegin()->first + 1);  // nothing may be lost
  while (next_ < end) tell_next(gauges);
  finished_ = true;
}

void Timeline::tell_next(const Gauges& gauges) {
  auto share = waiting_.extract(next_);
  Snapshot second = snapshot_of(next_, share ? std::move(share.mapped()) : Second{});
  second.users = gauges.users;
  second.in_flight = gauges.in_flight;
  if (next_ == anew_from_ && next_ > 0) {
    second.starts_anew = true;
    counts_from_ = next_;
  }
  ++next_;
  tell_(std::move(second));
}

Snapshot Timeline::snapshot_of(std::int64_t second, Second counts) const {
  Snapshot snapshot;
  snapshot.second = second;
  snapshot.started_at = started_at_ + seconds(second);
  snapshot.counts = std::move(counts);
  return snapshot;
}

}  // namespace acrida::stats
