// How often each task of the loaded users will be done.
#pragma once

#include <cstdint>
#include <vector>

#include "load/scenario.h"
#include "report/task_ratio.h"

namespace acrida::app {

// Classes share the users by their weights; where one has a fixed count, as the first `users` users would.
report::TaskRatios task_ratios_of(const std::vector<load::UserClass>& classes, std::uint32_t users);

}  // namespace acrida::app
