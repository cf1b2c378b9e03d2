// The response times of each endpoint over the last seconds, which Totals keeps of all of them together only.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string_view>
#include <utility>

#include "stats/totals.h"

namespace acrida::report {

// A kilobyte or two for each endpoint and second in which something finished; kWindowSeconds seconds of
// Totals.
class EndpointWindow {
 public:
  // Late parts go to their own second; a second that starts anew empties the window first.
  void add(const stats::Snapshot& second);

  // By method and name, as the lines of tables are: service times. Only those with any.
  using ByRow = std::map<std::pair<std::string_view, std::string_view>, stats::Histogram>;
  ByRow by_row(const stats::Totals& run) const;

 private:
  struct Told {
    std::int64_t second = 0;
    std::map<stats::EndpointId, stats::Histogram> times;
  };
  std::deque<Told> window_;  // oldest first
};

}  // namespace acrida::report
