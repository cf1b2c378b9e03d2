// One run of the engine against the null server, measured.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "load/engine_health.h"
#include "load/run_plan.h"
#include "stats/tally.h"

namespace acrida::app::doctor {

struct EngineRun {
  stats::Tally sum;           // of the seconds after the warm-up
  base::Duration duration{};  // from the warm-up's end to the last answer
  double busy = 0;            // the part of that time that the engine's thread ran: 0 … 1
  load::EngineHealth health;  // from the beginning
};

// Carries out `plan` with users that send one small GET, one engine thread (bound to `core`, if there is one)
// and the server at this port of 127.0.0.1. `warm_up` is whole seconds, and shorter than the plan's run time.
// Throws base::RunError when nothing was answered.
EngineRun run_engine(load::RunPlan plan, std::uint16_t port, std::optional<int> core, base::Duration warm_up);

}  // namespace acrida::app::doctor
