// What has become of the requests of one name, in the numbers that Locust's statistics are made of.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace acrida::scenario::python {

// Since it was last taken.
struct LocustTally {
  std::uint64_t requests = 0, without_time = 0, failures = 0;  // all of them; of which no time is known
  double total_ms = 0;
  double min_ms = std::numeric_limits<double>::infinity(), max_ms = 0;
  std::uint64_t content_bytes = 0;
  double last_at = 0;  // when the last one ended, seconds since 1970

  // How many took so long (see rounded_ms), and how many ended, or failed, in each second since 1970. In
  // order of time.
  std::vector<std::uint64_t> times;
  using Seconds = std::vector<std::pair<std::int64_t, std::uint64_t>>;
  Seconds ended, failed;

  // `ms` < 0: nobody knows.
  void add(double ms, std::uint64_t bytes, bool failure, double at);

  // To two significant digits, a half to the even one; from 100 s on to whole seconds.
  static std::uint64_t rounded_ms(double ms);
  // The rounded times in order, as places in `times`, and back.
  static std::size_t place_of(std::uint64_t rounded);
  static std::uint64_t time_at(std::size_t place);
};

}  // namespace acrida::scenario::python
