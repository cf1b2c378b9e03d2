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
  const base::Duration dispatch = p99_of(health.dispatch_lag), loop = p99_of(health.loop_lag);
  if (dispatch <= highest_lag && loop <= highest_lag) return {};
  const bool arrivals = dispatch > highest_lag;
  return fmt::format(
      "The generator itself was too slow: one in a hundred of {} was {} late or more, {} is allowed (its "
      "busiest core "
      "was {:.0f} % busy), so that the times are partly its own; offer less, give it more --threads, or a "
      "machine "
      "where no other program takes its cores",
      arrivals ? "its arrivals and waiting users" : "its timers", ms_text(arrivals ? dispatch : loop),
      ms_text(highest_lag), std::round(100 * health.peak_core_share));
}

}  // namespace acrida::load
