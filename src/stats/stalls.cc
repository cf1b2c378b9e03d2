#include "stats/stalls.h"

#include <algorithm>
#include <chrono>

namespace acrida::stats {
namespace {

using std::chrono::microseconds;

constexpr base::Duration kShortest = std::chrono::milliseconds(100);
constexpr int kTimesTheMedian = 10;
// Of the requests that a stall of that length would have kept from being sent at least so many must be
// missing.
constexpr double kMissingShare = 0.5;
constexpr int kSteps = 100;  // in which requests that were not sent are spread over their stall

double as_count(std::optional<base::Duration> value) {
  return static_cast<double>(value.value_or(base::Duration::zero()) / microseconds(1));
}

}  // namespace

void Stalls::add(const Snapshot& second) {
  if (second.starts_anew) *this = {};
  if (second.late) return;
  Told now{second.second, 0};
  base::Duration longest{};
  for (const auto& [id, tally] : second.counts.endpoints) {
    now.requests += tally.requests;
    longest = std::max(longest, tally.service.max().value_or(base::Duration::zero()));
    service_.merge(tally.service);
  }
  per_second_.record(microseconds(static_cast<std::int64_t>(now.requests)));
  told_.push_back(now);
  if (told_.size() > kLongestSeconds + 2) told_.pop_front();
  const base::Duration median = service_.percentile(0.5).value_or(base::Duration::zero());
  if (longest < kShortest || longest < kTimesTheMedian * median) return;

  longest = std::min<base::Duration>(longest, std::chrono::seconds(kLongestSeconds));
  Suspect suspect{second.second, second.second + 1, 0, longest};
  // It began so many seconds before this one, give or take a half: one more would only add noise.
  const auto reach = std::max<std::int64_t>(1, std::chrono::round<std::chrono::seconds>(longest).count());
  for (const Told& each : told_) {
    if (each.second < second.second - reach) continue;
    suspect.from = std::min(suspect.from, each.second);
    suspect.requests += each.requests;
  }
  keep(suspect);
}

// Two that overlap are one stall, seen by answers of two seconds: the longer one tells of it.
void Stalls::keep(const Suspect& suspect) {
  if (!suspects_.empty() && suspects_.back().to > suspect.from) {
    if (suspects_.back().longest < suspect.longest) suspects_.back() = suspect;
    return;
  }
  suspects_.push_back(suspect);
  if (suspects_.size() <= kMost) return;
  suspects_.erase(std::min_element(suspects_.begin(), suspects_.end(),
                                   [](const Suspect& a, const Suspect& b) { return a.longest < b.longest; }));
}

std::optional<HiddenByStalls> Stalls::hidden(const Tally& all) const {
  const double typical = as_count(per_second_.percentile(0.5));
  HiddenByStalls hidden;
  Histogram corrected = all.service;
  for (const Suspect& stall : suspects_) {
    const double missing =
        typical * static_cast<double>(stall.to - stall.from) - static_cast<double>(stall.requests);
    if (missing < kMissingShare * typical * base::seconds_of(stall.longest)) continue;
    hidden.requests += missing;
    hidden.longest = std::max(hidden.longest, stall.longest);
    // A request that should have left at any moment of the stall would have waited for the rest of it.
    for (int i = 0; i < kSteps; ++i) {
      const double upto = missing * (i + 1) / kSteps, from = missing * i / kSteps;
      corrected.record(stall.longest * (2 * i + 1) / (2 * kSteps),
                       static_cast<std::uint64_t>(upto) - static_cast<std::uint64_t>(from));
    }
  }
  if (hidden.requests < 1 || all.service.count() == 0) return std::nullopt;
  hidden.p99_shown = all.service.percentile(0.99).value();
  hidden.p99_of_all = corrected.percentile(0.99).value();
  if (hidden.p99_of_all < 2 * hidden.p99_shown) return std::nullopt;
  return hidden;
}

}  // namespace acrida::stats
