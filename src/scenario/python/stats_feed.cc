#include "scenario/python/stats_feed.h"

#include "scenario/python/text.h"

namespace acrida::scenario::python {

void StatsFeed::bind(stats::Recorder& recorder, stats::EndpointCache& endpoints) {
  recorder_ = &recorder;
  recorder_counted_from_ = recorder.counts_from();
  bound_endpoints_ = &endpoints;
  bound_ids_.clear();
}

void StatsFeed::unbind() {
  recorder_ = nullptr;
  bound_endpoints_ = nullptr;
}

stats::EndpointId StatsFeed::bound_id(stats::EndpointId own, const Name& name) {
  if (!name.payload_class.empty())
    return bound_endpoints_->intern(name.method, name.name, name.payload_class);
  const std::size_t index = stats::index_of(own);
  if (index >= bound_ids_.size()) bound_ids_.resize(index + 1);
  auto& [known, id] = bound_ids_[index];
  if (!known) {
    known = true;
    id = bound_endpoints_->intern(name.method, name.name);
  }
  return id;
}

double StatsFeed::epoch_of(base::TimePoint time) {
  if (time >= offset_until_) {
    const auto now = engine_.clock.now();
    offset_ = base::seconds_of(engine_.clock.wall_now().time_since_epoch() - now.time_since_epoch());
    offset_until_ = now + std::chrono::seconds(1);
  }
  return base::seconds_of(time.time_since_epoch()) + offset_;
}

void StatsFeed::record(const Name& name, stats::Sample sample, const stats::AnswerSource* answer,
                       bool timed) {
  const auto own = endpoints_.intern(name.method, name.name);
  start_anew_if_due(sample.finished);
  if (sample.finished >= counts_from_) {
    const double at = epoch_of(sample.finished);
    const std::size_t index = stats::index_of(own);
    if (index >= tallies_.size()) tallies_.resize(index + 1);
    const double ms = timed ? base::milliseconds_of(sample.service_time()) : -1;
    tallies_[index].add(ms, sample.content_bytes, sample.failed(), at);
    if (sample.failed()) count_error(own, sample.error_text, at);
  }
  if (recorder_ == nullptr) return;
  sample.endpoint = bound_id(own, name);
  if (answer != nullptr && sample.failed() && sample.status != 0) {
    recorder_->record(sample, *answer);
  } else {
    recorder_->record(sample);
  }
}

void StatsFeed::start_anew_if_due(base::TimePoint time) {
  if (recorder_ == nullptr || recorder_->counts_from() == recorder_counted_from_ ||
      time < recorder_->counts_from())
    return;
  recorder_counted_from_ = counts_from_ = recorder_->counts_from();
  tallies_.clear();
  errors_.clear();
  anew_ = true;
}

void StatsFeed::record_given_up(const Name& name, std::optional<base::Duration> age) {
  if (recorder_ != nullptr)
    recorder_->record_in_flight(bound_endpoints_->intern(name.method, name.name, name.payload_class), age);
}

void StatsFeed::record_exception(std::string_view message, std::string_view traceback) {
  if (recorder_ != nullptr) recorder_->record_exception(message, traceback);
}

void StatsFeed::count_error(stats::EndpointId endpoint, std::string_view text, double at) {
  ErrorKey key{endpoint, text};
  auto known = errors_.find(key);
  if (known == errors_.end()) {
    if (errors_.size() >= stats::Second::kMostTexts) key.second = "(other)";
    known = errors_.try_emplace(std::move(key), Occurrences{0, at, at}).first;
  }
  ++known->second.count;
  known->second.last = std::max(known->second.last, at);
}

}  // namespace acrida::scenario::python
