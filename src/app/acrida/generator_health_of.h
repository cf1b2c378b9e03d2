// What a run, or a search, says of the machine that it was made on.
#pragma once

#include <cstdint>

#include "app/acrida/users.h"
#include "base/clock.h"
#include "load/engine_health.h"
#include "stats/sink.h"

namespace acrida::app {

// `requests`: that the processor was used for.
stats::GeneratorHealth generator_health_of(const load::EngineHealth& engine, base::Duration highest_lag,
                                           const UsersUsage& usage, std::uint64_t requests);

}  // namespace acrida::app
