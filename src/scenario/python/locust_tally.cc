#include "scenario/python/locust_tally.h"

#include <algorithm>
#include <cmath>

namespace acrida::scenario::python {
namespace {

// From each of these on, times are told in coarser steps.
struct Range {
  std::uint64_t from, step;
  std::size_t place;
};
constexpr Range kRanges[] = {{0, 1, 0}, {100, 10, 100}, {1'000, 100, 190}, {10'000, 1'000, 280}};

void count(LocustTally::Seconds& seconds, std::int64_t second) {
  // Nearly always the last one; late news belong to one a little before.
  const auto place =
      std::find_if(seconds.rbegin(), seconds.rend(), [&](const auto& each) { return each.first <= second; });
  if (place != seconds.rend() && place->first == second) {
    ++place->second;
  } else {
    seconds.insert(place.base(), {second, 1});
  }
}

}  // namespace

std::uint64_t LocustTally::rounded_ms(double ms) {
  std::uint64_t step = 1;
  for (const Range& range : kRanges) {
    if (ms >= static_cast<double>(range.from)) step = range.step;
  }
  const auto by = static_cast<double>(step);
  return static_cast<std::uint64_t>(std::nearbyint(std::max(ms, 0.0) / by) * by);
}

std::size_t LocustTally::place_of(std::uint64_t rounded) {
  const Range* in = &kRanges[0];
  for (const Range& range : kRanges) {
    if (rounded >= range.from) in = &range;
  }
  return in->place + static_cast<std::size_t>((rounded - in->from) / in->step);
}

std::uint64_t LocustTally::time_at(std::size_t place) {
  const Range* in = &kRanges[0];
  for (const Range& range : kRanges) {
    if (place >= range.place) in = &range;
  }
  return in->from + (place - in->place) * in->step;
}

void LocustTally::add(double ms, std::uint64_t bytes, bool failure, double at) {
  constexpr double kLongest = 86'400'000;  // a day: longer times are told as that
  ++requests;
  content_bytes += bytes;
  last_at = std::max(last_at, at);
  const auto second = static_cast<std::int64_t>(at);
  count(ended, second);
  if (failure) {
    ++failures;
    count(failed, second);
  }
  if (ms < 0) {
    ++without_time;
    return;
  }
  total_ms += ms;
  min_ms = std::min(min_ms, ms);
  max_ms = std::max(max_ms, ms);
  const std::size_t place = place_of(rounded_ms(std::min(ms, kLongest)));
  if (place >= times.size()) times.resize(place + 1);
  ++times[place];
}

}  // namespace acrida::scenario::python
