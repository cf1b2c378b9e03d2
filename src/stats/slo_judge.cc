#include "stats/slo_judge.h"

#include <cmath>
#include <utility>

namespace acrida::stats {

SloJudge::SloJudge(std::vector<SloRule> rules, const EndpointTable& endpoints)
    : rules_(std::move(rules)), endpoints_(&endpoints) {
  forget();
}

void SloJudge::forget() {
  sums_.assign(rules_.size(), {});
  windows_.clear();
  for (const SloRule& rule : rules_)
    windows_.push_back(rule.window ? std::optional<SloWindow>(rule) : std::nullopt);
  first_.reset();
  seconds_ = 0;
}

void SloJudge::add(const Snapshot& second) {
  if (second.starts_anew) forget();
  if (!second.late) {
    ++seconds_;
    if (!first_) first_ = second.second;
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    SloCounts counts;
    counts.add(rules_[i], second.counts, *endpoints_);
    sums_[i].merge(counts);
    if (!windows_[i]) continue;
    if (second.late) {
      windows_[i]->add_late(second.second, counts);
    } else {
      windows_[i]->add(second.second, std::move(counts));
    }
  }
}

void SloJudge::add_chunk(const Snapshot& first, std::int64_t seconds) {
  if (seconds == 1) return add(first);
  if (!first_) first_ = first.second;
  seconds_ += seconds;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    sums_[i].add(rules_[i], first.counts, *endpoints_);
    if (windows_[i]) windows_[i].emplace(rules_[i]);
  }
}

std::optional<SloJudge::Breach> SloJudge::breach() const {
  const base::Duration after = std::chrono::seconds(seconds_);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const SloRule& rule = rules_[i];
    if (!rule.abort_after || after < *rule.abort_after) continue;
    const auto value =
        windows_[i] ? windows_[i]->last() : sums_[i].value(rule, static_cast<double>(seconds_));
    if (value && !rule.kept_by(*value)) return Breach{result_of(rule, value), after};
  }
  return std::nullopt;
}

std::vector<SloResult> SloJudge::results(base::Duration judged) const {
  // The last second is not whole: throughput would seem to fall in it.
  const std::int64_t end = first_.value_or(0) + judged / std::chrono::seconds(1);
  std::vector<SloResult> results;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const SloRule& rule = rules_[i];
    std::optional<double> value;
    if (sums_[i].had_requests() && windows_[i] && windows_[i]->has_been_full())
      value = windows_[i]->worst(rule.subject == SloRule::Subject::rps ? end : INT64_MAX);
    if (sums_[i].had_requests() && !value) value = sums_[i].value(rule, base::seconds_of(judged));
    results.push_back(result_of(rule, value));
  }
  return results;
}

SloResult SloJudge::result_of(const SloRule& rule, std::optional<double> value) {
  SloResult result{rule, std::nullopt, value.has_value(), value && rule.kept_by(*value)};
  if (value && std::isfinite(*value)) result.actual = value;
  return result;
}

}  // namespace acrida::stats
