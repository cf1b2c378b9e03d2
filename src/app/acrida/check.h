// acrida check -f FILE: tries users once, and shows every request and answer.
#pragma once

#include <string>
#include <vector>

namespace acrida::app {

// Returns the exit code: 0, or --exit-code-on-error when a request failed or a task threw. Throws
// base::UsageError and base::RunError.
int check(const std::vector<std::string>& arguments);

}  // namespace acrida::app
