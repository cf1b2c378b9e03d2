// What every report shows of response times: which percentiles, under which heading and key, in which unit.
// Console, CSV files and summary all walk this list.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "stats/histogram.h"

namespace acrida::report {

struct Percentile {
  double p;
  std::string_view heading;  // in tables and CSV files, as Locust writes it
  std::string_view key;      // in the summary; none for 100 %, which is its `max`
};

inline constexpr std::array kPercentiles{
    Percentile{0.50, "50%", "p50"},      Percentile{0.66, "66%", "p66"},
    Percentile{0.75, "75%", "p75"},      Percentile{0.80, "80%", "p80"},
    Percentile{0.90, "90%", "p90"},      Percentile{0.95, "95%", "p95"},
    Percentile{0.98, "98%", "p98"},      Percentile{0.99, "99%", "p99"},
    Percentile{0.999, "99.9%", "p99_9"}, Percentile{0.9999, "99.99%", "p99_99"},
    Percentile{1.0, "100%", ""},
};

// To so many decimals; a report's numbers agree only if all of them round alike.
inline double rounded(double value, double steps_in_one) {
  return std::round(value * steps_in_one) / steps_in_one;
}

// Milliseconds with the resolution of the statistics, a microsecond.
inline double ms_of_us(double microseconds) { return rounded(microseconds / 1e3, 1e3); }
inline double ms_of(base::Duration time) { return ms_of_us(static_cast<double>(time.count()) / 1e3); }

// Whole milliseconds, rounded: how Locust's tables and files show a percentile. Nothing is 0.
inline std::int64_t whole_ms(std::optional<base::Duration> time) {
  return time ? std::chrono::round<std::chrono::milliseconds>(*time).count() : 0;
}

inline double per_second(std::uint64_t count, base::Duration over) {
  return over.count() > 0 ? rounded(static_cast<double>(count) / base::seconds_of(over), 1e6) : 0;
}

}  // namespace acrida::report
