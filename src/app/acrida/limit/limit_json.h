// The answer of a search as the `limit` of a summary.
#pragma once

#include <string>

#include "app/acrida/limit/load_unit.h"
#include "capacity/search.h"

namespace acrida::app {

// {unit outcome pass fail estimate confidence confirmed reason hysteresis rules budget_spent_s probes[…] fit
// predictions}. Times in milliseconds, as in all of a summary.
std::string limit_json(const capacity::Search& search, const LoadUnit& unit);

}  // namespace acrida::app
