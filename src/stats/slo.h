// What a service has promised: one rule about a run's latencies, errors or throughput, and who breaks it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "base/result.h"
#include "stats/snapshot.h"

namespace acrida::stats {

// A rule, and its text:
//   p99<50ms   p95(POST /predict){valid}<=20ms   p99[30s]<80ms   service.p99.9<1s   errors<1%   rps>500 …!10s
struct ACRIDA_API SloRule {
  enum class Subject {
    latency,  // its percentile; so it is with service time
    service,
    errors,
    rps
  };
  static constexpr base::Duration kHighestTime = std::chrono::hours(1);
  static constexpr std::chrono::seconds kLongestWindow = std::chrono::hours(1);

  Subject subject = Subject::latency;
  double percent = 0;  // which percentile of the times, in (0, 100]; rules about times only
  // Which requests: "POST /predict", or a name alone, whatever its methods; empty: all.
  std::string endpoint = {};
  std::string payload_class = {};  // empty: all
  // Judged is the worst of all spans of so many seconds, rather than all of it; 1 s to kLongestWindow.
  std::optional<std::chrono::seconds> window = {};
  bool or_equal = false;  // <= and >=, rather than < and >
  // What it is compared with: a time is whole microseconds, up to kHighestTime; errors are a share in
  // percent, throughput is requests a second.
  base::Duration time_limit{};
  double limit = 0;
  // The run is stopped once the rule is broken, but not before so much of it was judged (whole milliseconds).
  std::optional<base::Duration> abort_after = {};

  bool is_time() const { return subject == Subject::latency || subject == Subject::service; }
  // Whether it is kept request by request, so that misses_of() knows it: all rules but throughput.
  bool has_misses() const { return subject != Subject::rps; }
  // The share of misses that it puts up with, 0..1. REQUIRES: has_misses()
  double allowed_share() const { return (is_time() ? 100 - percent : limit) / 100; }
  bool is_about(const Endpoint& endpoint_of_run) const;
  bool is_about_all() const { return endpoint.empty() && payload_class.empty(); }
  // The limit, and what is compared with it, as people read them: milliseconds, percent, requests a second.
  double limit_value() const {
    return is_time() ? static_cast<double>(time_limit / std::chrono::microseconds(1)) / 1e3 : limit;
  }
  bool kept_by(double value) const {
    const double bound = limit_value();
    return (or_equal && value == bound) || (subject == Subject::rps ? value > bound : value < bound);
  }

  // The shortest text that is read as this rule.
  std::string text() const;
  // Of the limit alone: "<50ms".
  std::string limit_text() const;
  bool operator==(const SloRule&) const = default;
};

ACRIDA_API base::Result<SloRule> parse_slo(std::string_view text);

// Of the rules about times; nullopt: there are none.
ACRIDA_API std::optional<base::Duration> strictest_time_limit(const std::vector<SloRule>& rules);

// Requests that count against a rule, of all that count.
struct Misses {
  std::uint64_t misses = 0, of = 0;

  Misses& operator+=(const Misses& other) {
    misses += other.misses;
    of += other.of;
    return *this;
  }
  bool operator==(const Misses&) const = default;
};

// Of one second, whatever the rule's window. A request misses a rule about times when it took too long,
// failed, or was still out at the end of open load; a rule about errors in the last two cases. A dropped
// arrival misses every rule, for nobody knows what it would have asked. Exact up to a bucket of Histogram.
// REQUIRES: rule.has_misses()
ACRIDA_API Misses misses_of(const SloRule& rule, const Second& second, const EndpointTable& endpoints);

}  // namespace acrida::stats
