// Whether the generator kept up with its own plan, so that its times are the server's.
#pragma once

#include <optional>
#include <string>

#include <acrida/export.h>

#include "base/clock.h"
#include "load/engine_health.h"

namespace acrida::load {

// How late 99 of 100 arrivals, woken users and timers of the engine may be: where there are rules about
// times, 2 % of the strictest limit, but at least 1 ms; in other open load 1 ms; in other closed load 10 ms.
ACRIDA_API base::Duration highest_lag(bool open_load, std::optional<base::Duration> strictest_limit);

// Empty unless more than one in a hundred were later than that, by more than chance; else one sentence with
// the figures and the cure. The busiest second of the busiest core is told with it and not judged: a core may
// be full and in time.
ACRIDA_API std::string why_unhealthy(const EngineHealth& health, base::Duration highest_lag);

}  // namespace acrida::load
