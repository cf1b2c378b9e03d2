#include "stats/recorder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace acrida::stats {

using std::chrono::seconds;

Recorder::Recorder(const base::Clock& clock, base::TimePoint start, HandOver hand_over)
    : clock_(clock), start_(start), last_finish_(start), hand_over_(std::move(hand_over)) {}

void Recorder::record(const Sample& sample) {
  if (sample.finished < current_begin_ || sample.finished >= current_end_ || !current_)
    enter(sample.finished);
  tally_of(sample.endpoint).add(sample);
  last_finish_ = std::max(last_finish_, sample.finished);
  if (sample.failed()) count_error(sample);
}

void Recorder::record_exception(std::string_view message, std::string_view place) {
  enter(clock_.now());
  current_->add_exception({std::string(message), std::string(place)}, 1);
}

void Recorder::record_in_flight(EndpointId endpoint) {
  enter(clock_.now());
  ++tally_of(endpoint).in_flight;
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

void Recorder::count_error(const Sample& sample) {
  error_.endpoint = sample.endpoint;
  error_.kind = sample.error_kind;
  error_.text = sample.error_text;
  const base::WallTime now = clock_.wall_now();
  current_->add_error(error_, {1, now, now});
}

void Recorder::hand_over_before(std::int64_t second) {
  current_ = nullptr;
  while (!open_.empty() && open_.begin()->first < second) {
    auto share = open_.extract(open_.begin());
    hand_over_({share.key(), std::move(share.mapped())});
  }
}

}  // namespace acrida::stats
