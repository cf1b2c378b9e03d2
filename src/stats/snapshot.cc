#include "stats/snapshot.h"

#include <algorithm>

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
}

void Second::add_error(const ErrorKey& key, const Occurrences& seen) {
  if (has_room_for(errors, key)) {
    errors[key].merge(seen);
  } else {
    errors[{key.endpoint, key.kind, kOther}].merge(seen);
  }
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
  for (const auto& [key, seen] : other.errors) add_error(key, seen);
  for (const auto& [key, times] : other.exceptions) add_exception(key, times);
}

}  // namespace acrida::stats
