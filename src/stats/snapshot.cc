#include "stats/snapshot.h"

#include <algorithm>
#include <utility>

namespace acrida::stats {
namespace {

constexpr const char* kOther = "(other)";

template <class Key, class Value>
bool has_room_for(const std::map<Key, Value>& counts, const Key& key) {
  return counts.size() < Second::kMostTexts || counts.contains(key);
}

}  // namespace

void Occurrences::merge(const Occurrences& other) {
  if (other.count == 0) return;
  first = count == 0 ? other.first : std::min(first, other.first);
  last = count == 0 ? other.last : std::max(last, other.last);
  count += other.count;
  answered += other.answered;
}

const Occurrences& Second::add_error(const ErrorKey& key, const Occurrences& seen) {
  Occurrences& sum = has_room_for(errors, key) ? errors[key] : errors[{key.endpoint, key.kind, kOther}];
  sum.merge(seen);
  return sum;
}

void Second::add_answer(const ErrorKey& key, Answer answer) {
  if (answers.size() >= Answer::kMostErrors && !answers.contains(key)) return;
  std::vector<Answer>& kept = answers[key];
  const auto place = std::upper_bound(kept.begin(), kept.end(), answer,
                                      [](const Answer& a, const Answer& b) { return a.at < b.at; });
  kept.insert(place, std::move(answer));
  if (kept.size() > Answer::kMostPerError) kept.pop_back();
}

void Second::add_exception(const ExceptionKey& key, std::uint64_t times) {
  if (has_room_for(exceptions, key)) {
    exceptions[key] += times;
  } else {
    exceptions[{kOther, {}}] += times;
  }
}

void Second::merge(const Second& other) {
  for (const auto& [endpoint, tally] : other.endpoints) endpoints[endpoint].merge(tally);
  dropped += other.dropped;
  for (const auto& [key, seen] : other.errors) add_error(key, seen);
  for (const auto& [key, times] : other.exceptions) add_exception(key, times);
  for (const auto& [key, kept] : other.answers) {
    for (const Answer& answer : kept) add_answer(key, answer);
  }
}

}  // namespace acrida::stats
