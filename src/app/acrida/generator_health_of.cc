#include "app/acrida/generator_health_of.h"

#include "load/generator_health.h"

namespace acrida::app {

stats::GeneratorHealth generator_health_of(const load::EngineHealth& engine, base::Duration highest_lag,
                                           const UsersUsage& usage, std::uint64_t requests) {
  stats::GeneratorHealth health;
  health.highest_lag = highest_lag;
  health.why = load::why_unhealthy(engine, highest_lag);
  health.healthy = health.why.empty();
  health.cpu = usage.cpu;
  health.requests = requests;
  health.dispatch_lag = engine.dispatch_lag;
  health.loop_lag = engine.loop_lag;
  health.late_connections = engine.late_connections;
  health.peak_core_share = engine.peak_core_share;
  health.peak_rss_bytes = usage.peak_rss_bytes;
  return health;
}

}  // namespace acrida::app
