// Loads a compiled users file.
#pragma once

#include <string>

#include <acrida/export.h>

#include "base/result.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::scenario::cpp {

// Adds the classes of the library at `path` to the scenario. It is never unloaded: its code may be on any
// stack. `source` is named in errors: no ACRIDA_USERS in it, or a class that cannot be used.
ACRIDA_API base::Result<void> load_users(const std::string& path, const std::string& source,
                                         CppScenario& scenario);

}  // namespace acrida::scenario::cpp
