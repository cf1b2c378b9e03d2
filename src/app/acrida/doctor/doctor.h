// acrida doctor: what this machine can generate, and what limits it.
#pragma once

#include <string>
#include <vector>

namespace acrida::app::doctor {

// Measures for about 20 seconds and prints. Returns 0; throws base::UsageError, and base::RunError when the
// measurement cannot run.
int run(const std::vector<std::string>& arguments);

}  // namespace acrida::app::doctor
