// The sum of all snapshots so far: what tables, CSV files and the summary are made of.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include <acrida/export.h>

#include "stats/snapshot.h"

namespace acrida::stats {

class ACRIDA_API Totals {
 public:
  // Locust's "current" rates look back this far.
  static constexpr std::int64_t kWindowSeconds = 10;

  explicit Totals(const EndpointTable& endpoints) : endpoints_(&endpoints) {}

  // Forgets all there was, if the second says so.
  void add(const Snapshot& second);
  // The second these sums begin with.
  std::int64_t first_second() const { return first_second_; }

  // In the order of tables and files: by name, then method, then payload class.
  std::vector<EndpointId> endpoints_in_order() const;
  const Endpoint& endpoint(EndpointId id) const { return (*endpoints_)[id]; }
  const std::map<EndpointId, Tally>& by_endpoint() const { return sum_.endpoints; }
  const Tally& aggregated() const { return aggregated_; }
  const std::map<ErrorKey, Occurrences>& errors() const { return sum_.errors; }
  const std::map<ExceptionKey, std::uint64_t>& exceptions() const { return sum_.exceptions; }
  std::uint64_t exception_count() const;
  // Of the first errors (Answer::kMostErrors) the first answers, oldest first.
  const std::map<ErrorKey, std::vector<Answer>>& answers() const { return sum_.answers; }

  // Over the last kWindowSeconds seconds told (fewer at the beginning): requests and failures a second.
  struct Rate {
    double requests = 0, failures = 0;
  };
  Rate current_rate() const;
  Rate current_rate(EndpointId id) const;
  // The window's own tally of everything, for percentiles of "now".
  Tally current() const;

  std::uint32_t users() const { return users_; }
  std::uint32_t in_flight() const { return in_flight_; }

 private:
  // What the window keeps of a second: histograms of all endpoints together only, for 10,000 endpoints' would
  // be hundreds of megabytes.
  struct Counts {
    std::uint64_t requests = 0, failures = 0;
  };
  struct Told {
    std::int64_t second = 0;
    Tally all;
    std::map<EndpointId, Counts> endpoints;

    void add(const Second& counts);
  };
  void add_to_window(const Snapshot& second);
  Rate rate_of(const Counts& sum) const;

  const EndpointTable* endpoints_;
  Second sum_;
  Tally aggregated_;
  std::deque<Told> window_;  // the last kWindowSeconds told, oldest first
  std::uint32_t users_ = 0, in_flight_ = 0;
  std::int64_t first_second_ = 0;
};

}  // namespace acrida::stats
