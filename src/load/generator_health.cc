#include "load/generator_health.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace acrida::load {
namespace {

constexpr base::Duration kUsual = std::chrono::milliseconds(10);
constexpr base::Duration kPrecise = std::chrono::milliseconds(1);
constexpr int kPartOfLimit = 50;  // 2 %

base::Duration p99_of(const stats::Histogram& lag) {
  return lag.percentile(0.99).value_or(base::Duration::zero());
}

// More than one in a hundred, and more than chance alone would bring about where that is the truth: three
// standard deviations of a Poisson count. In a short probe one stall of the machine is two beats of a
// hundred.
bool is_late(const stats::Histogram& lag, base::Duration highest) {
  const auto late = static_cast<double>(lag.count() - lag.count_at_most(highest));
  const double usual = static_cast<double>(lag.count()) / 100;
  return late > usual + 3 * std::sqrt(usual);
}

std::string ms_text(base::Duration time) {
  const double ms = base::milliseconds_of(time);
  return fmt::format("{:.{}f} ms", ms, ms < 10 ? 1 : 0);
}

}  // namespace

base::Duration highest_lag(bool open_load, std::optional<base::Duration> strictest_limit) {
  if (strictest_limit) return std::max(kPrecise, *strictest_limit / kPartOfLimit);
  return open_load ? kPrecise : kUsual;
}

std::string why_unhealthy(const EngineHealth& health, base::Duration highest_lag) {
  const bool arrivals = is_late(health.dispatch_lag, highest_lag);
  if (!arrivals && !is_late(health.loop_lag, highest_lag)) return {};
  return fmt::format(
      "The generator itself was too slow: one in a hundred of {} was {} late or more, {} is allowed (its "
      "busiest core "
      "was {:.0f} % busy), so that the times are partly its own; offer less, give it more --threads, or a "
      "machine "
      "where no other program takes its cores",
      arrivals ? "its arrivals and waiting users" : "its timers",
      ms_text(p99_of(arrivals ? health.dispatch_lag : health.loop_lag)), ms_text(highest_lag),
      std::round(100 * health.peak_core_share));
}

}  // namespace acrida::load
