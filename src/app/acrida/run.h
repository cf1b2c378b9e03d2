// acrida [run] -f FILE …: runs users against a server and reports.
#pragma once

#include <string>
#include <vector>

namespace acrida::app {

// Returns the exit code of DESIGN's list. Throws base::UsageError and base::RunError before the first
// request.
int run(const std::vector<std::string>& arguments);

}  // namespace acrida::app
