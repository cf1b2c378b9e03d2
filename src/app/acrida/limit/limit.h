// acrida limit …: the highest load at which a service meets its SLOs.
#pragma once

#include <string>
#include <vector>

namespace acrida::app {

// Returns the exit code of DESIGN's list. Throws base::UsageError and base::RunError before the first
// probe.
int limit(const std::vector<std::string>& arguments);

}  // namespace acrida::app
