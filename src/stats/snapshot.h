// All that happened in one second of a run, merged over the threads; and one thread's share of it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "stats/answer.h"
#include "stats/tally.h"

namespace acrida::stats {

struct ErrorKey {
  EndpointId endpoint{};
  std::string kind, text;
  auto operator<=>(const ErrorKey&) const = default;
};
struct Occurrences {
  std::uint64_t count = 0;
  base::WallTime first, last;
  std::uint64_t answered = 0;  // how many of them came with an answer

  void merge(const Occurrences& other);
};
// An exception that left a task: what it said, and where (the task, or a traceback).
struct ExceptionKey {
  std::string message, place;
  auto operator<=>(const ExceptionKey&) const = default;
};

// The counts of one second: what one thread has seen of it, or all of them together.
struct ACRIDA_API Second {
  // Texts that carry an id each ("no patient 17") would eat all memory: after so many different errors, or
  // exceptions, the rest is counted under the text "(other)".
  static constexpr std::size_t kMostTexts = 10'000;

  std::map<EndpointId, Tally> endpoints;  // only those with something to tell
  std::uint64_t dropped = 0;              // arrivals; see Tally
  std::map<ErrorKey, Occurrences> errors;
  std::map<ExceptionKey, std::uint64_t> exceptions;
  // Of some errors the earliest answers, oldest first. Answer says how many of each, and of how many errors.
  std::map<ErrorKey, std::vector<Answer>> answers;

  // Returns what there is of this error by now.
  const Occurrences& add_error(const ErrorKey& key, const Occurrences& seen);
  void add_answer(const ErrorKey& key, Answer answer);
  void add_exception(const ExceptionKey& key, std::uint64_t times);
  // Exact, associative and commutative (but for what goes to "(other)", and for which errors keep answers
  // once there are too many).
  void merge(const Second& other);
};

struct Share {
  std::int64_t second = 0;  // since the run's start: 0 is the first
  Second counts;
};

// How things stand at one moment, over all threads.
struct Gauges {
  std::uint32_t users = 0;
  std::uint32_t in_flight = 0;  // requests that are out
};

struct Snapshot {
  std::int64_t second = 0;
  base::WallTime started_at;  // when this second began
  // A part that came after its second had been told: to be added to it. Its gauges are not set.
  bool late = false;
  // All seconds before this one are to be forgotten: the statistics start anew with it.
  bool starts_anew = false;
  Second counts;
  // Gauges at the end of the second.
  std::uint32_t users = 0;
  std::uint32_t in_flight = 0;  // requests that are out
};

}  // namespace acrida::stats
