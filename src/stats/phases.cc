#include "stats/phases.h"

#include <algorithm>

namespace acrida::stats {
namespace {

std::int64_t whole_seconds(base::Duration time) {
  return std::chrono::ceil<std::chrono::seconds>(time).count();
}

void merge_into(Phase& phase, const Second& counts) {
  for (const auto& [id, tally] : counts.endpoints) phase.all.merge(tally);
  phase.all.dropped += counts.dropped;
  for (const auto& [key, times] : counts.exceptions) phase.exceptions += times;
}

}  // namespace

WarmUp WarmUp::automatic(std::optional<base::Duration> run_time) {
  const base::Duration tenth = run_time.value_or(base::Duration::zero()) / 10;
  return {kFloor, std::max<base::Duration>(kShortestHorizon, tenth)};
}

void Phases::ramp_is_over(base::Duration since_start) {
  if (ramp_end_) return;
  ramp_end_ = whole_seconds(since_start);
  if (!warm_up_) {
    steady_from_ = ramp_end_;
  } else if (!warm_up_->horizon) {
    steady_from_ = *ramp_end_ + whole_seconds(warm_up_->length);
  }
}

void Phases::add(const Snapshot& second) {
  if (second.late) return add_late(second);
  if (second.starts_anew) {
    phases_.clear();
    held_.clear();
    chunk_seconds_ = 1;
    series_ = {};
  }
  if (!ramp_end_ || second.second < *ramp_end_) return file(Phase::Name::ramp, second, 1);
  if (!steady_from_) return hold(second);
  file(second.second < *steady_from_ ? Phase::Name::warm_up : Phase::Name::steady, second, 1);
}

void Phases::finish() {
  if (!held_.empty()) decide();
}

void Phases::file(Phase::Name name, const Snapshot& first, std::int64_t seconds) {
  if (phases_.empty() || phases_.back().name != name)
    phases_.push_back({name, std::chrono::seconds(first.second), {}, {}, 0});
  phases_.back().to = std::chrono::seconds(first.second + seconds);
  merge_into(phases_.back(), first.counts);
  if (!warm_up_ || name == Phase::Name::steady) judged_(first, seconds);
}

void Phases::add_late(const Snapshot& part) {
  for (auto chunk = held_.rbegin(); chunk != held_.rend(); ++chunk) {
    if (part.second < chunk->snapshot.second) continue;
    chunk->snapshot.counts.merge(part.counts);
    series_.add(part.second, part.counts);
    return;
  }
  const auto phase = std::find_if(phases_.rbegin(), phases_.rend(), [&](const Phase& each) {
    return std::chrono::seconds(part.second) >= each.from;
  });
  if (phase == phases_.rend()) return;
  merge_into(*phase, part.counts);
  if (!warm_up_ || phase->name == Phase::Name::steady) judged_(part, 1);
}

void Phases::hold(const Snapshot& second) {
  series_.add(second.second, second.counts);
  if (!held_.empty() && held_.back().seconds < chunk_seconds_) {
    held_.back().snapshot.counts.merge(second.counts);
    ++held_.back().seconds;
  } else {
    held_.push_back({second, 1});
  }
  while (held_.size() > 1 && held_tallies() > kMostHeld) join_held();
  if (std::chrono::seconds(second.second + 1 - *ramp_end_) >= *warm_up_->horizon) decide();
}

std::size_t Phases::held_tallies() const {
  std::size_t sum = 0;
  for (const Chunk& chunk : held_) sum += chunk.snapshot.counts.endpoints.size();
  return sum;
}

void Phases::join_held() {
  std::vector<Chunk> joined;
  for (std::size_t i = 0; i < held_.size(); ++i) {
    if (i % 2 == 0) {
      joined.push_back(std::move(held_[i]));
      continue;
    }
    joined.back().snapshot.counts.merge(held_[i].snapshot.counts);
    joined.back().seconds += held_[i].seconds;
  }
  held_ = std::move(joined);
  chunk_seconds_ *= 2;
}

void Phases::decide() {
  const std::int64_t earliest = *ramp_end_ + whole_seconds(warm_up_->length);
  const std::int64_t found = std::max(earliest, series_.steady_from(*ramp_end_));
  steady_from_ = found;
  for (const Chunk& chunk : std::exchange(held_, {})) {
    const bool steady = chunk.snapshot.second >= found;
    if (!steady) steady_from_ = std::max(found, chunk.snapshot.second + chunk.seconds);
    file(steady ? Phase::Name::steady : Phase::Name::warm_up, chunk.snapshot, chunk.seconds);
  }
}

}  // namespace acrida::stats
