// How a run is judged, from the options that say it.
#pragma once

#include <optional>

#include "app/acrida/command_line/option_values.h"
#include "app/acrida/judging.h"
#include "base/clock.h"

namespace acrida::app {

// Throws base::UsageError for a rule or time that cannot be read, and for a warm-up as long as the run.
Judging judging_of(const OptionValues& values, std::optional<base::Duration> run_time);

}  // namespace acrida::app
