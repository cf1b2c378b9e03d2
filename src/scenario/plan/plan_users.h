// A plan's users, as classes that the engine for users in C++ runs.
#pragma once

#include <memory>
#include <vector>

#include <acrida/export.h>
#include <acrida/user.h>

#include "scenario/plan/plan.h"

namespace acrida::scenario::plan {

// One for each class of the plan, which they keep alive.
ACRIDA_API std::vector<detail::UserClass> user_classes(const std::shared_ptr<const Plan>& plan);

}  // namespace acrida::scenario::plan
