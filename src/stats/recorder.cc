#include "stats/recorder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace acrida::stats {

using std::chrono::seconds;

Recorder::Recorder(const base::Clock& clock, base::TimePoint start, HandOver hand_over)
    : clock_(clock), start_(start), last_finish_(start), hand_over_(std::move(hand_over)) {}

inline void Recorder::count(const Sample& sample) {
  if (sample.finished < current_begin_ || sample.finished >= current_end_ || !current_)
    enter(sample.finished);
  tally_of(sample.endpoint).add(sample);
  last_finish_ = std::max(last_finish_, sample.finished);
}

void Recorder::record(const Sample& sample) {
  count(sample);
  if (sample.failed()) count_error(sample, false);
}

void Recorder::record(const Sample& sample, const AnswerSource& answer) {
  count(sample);
  // Most failures go no further: in each second only the first ones could be wanted.
  const Occurrences& seen = count_error(sample, true);
  if (seen.answered <= Answer::kMostPerError) keep_answer(answer, seen.last);
}

void Recorder::record_exception(std::string_view message, std::string_view place) {
  enter(clock_.now());
  current_->add_exception({std::string(message), std::string(place)}, 1);
}

void Recorder::record_in_flight(EndpointId endpoint, std::optional<base::Duration> age) {
  enter(clock_.now());
  Tally& tally = tally_of(endpoint);
  ++tally.in_flight;
  if (!age) return;
  tally.latency.record(*age);
  tally.failed_latency.record(*age);
}

void Recorder::record_dropped() {
  enter(clock_.now());
  ++current_->dropped;
}

void Recorder::tick(base::TimePoint now) { hand_over_before(number_of(now)); }

void Recorder::finish() { hand_over_before(std::numeric_limits<std::int64_t>::max()); }

std::int64_t Recorder::number_of(base::TimePoint time) const {
  return std::max<std::int64_t>(0, std::chrono::floor<seconds>(time - start_).count());
}

void Recorder::enter(base::TimePoint time) {
  const std::int64_t number = number_of(time);
  Second* const second = &open_[number];
  if (second == current_) return;
  current_ = second;
  current_begin_ = start_ + seconds(number);
  current_end_ = current_begin_ + seconds(1);
  std::fill(current_tallies_.begin(), current_tallies_.end(), nullptr);
}

Tally& Recorder::tally_of(EndpointId endpoint) {
  const std::size_t index = index_of(endpoint);
  if (index >= current_tallies_.size()) current_tallies_.resize(index + 1);
  Tally*& tally = current_tallies_[index];
  if (!tally) tally = &current_->endpoints[endpoint];
  return *tally;
}

const Occurrences& Recorder::count_error(const Sample& sample, bool answered) {
  error_.endpoint = sample.endpoint;
  error_.kind = sample.error_kind;
  error_.text = sample.error_text;
  const base::WallTime now = clock_.wall_now();
  return current_->add_error(error_, {1, now, now, answered ? 1u : 0u});
}

// Of the error just counted.
void Recorder::keep_answer(const AnswerSource& answer, base::WallTime at) {
  if (number_of(current_begin_) >= counts_from_) {
    if (std::exchange(answers_stale_, false)) answers_kept_.clear();
  } else if (!answers_stale_) {
    return;  // a late verdict, which must not use up what is kept of the time that counts
  }
  const auto kept = answers_kept_.find(error_);
  if (kept == answers_kept_.end() && answers_kept_.size() >= Answer::kMostErrors) return;
  if (kept != answers_kept_.end() && kept->second >= Answer::kMostPerError) return;
  ++answers_kept_[error_];
  Answer made = answer.make_answer();
  made.at = at;
  current_->add_answer(error_, std::move(made));
}

void Recorder::hand_over_before(std::int64_t second) {
  current_ = nullptr;
  while (!open_.empty() && open_.begin()->first < second) {
    auto share = open_.extract(open_.begin());
    hand_over_({share.key(), std::move(share.mapped())});
  }
}

}  // namespace acrida::stats
