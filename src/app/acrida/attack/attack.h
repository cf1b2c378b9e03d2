// acrida attack URL …: one request over and over, without a users file.
#pragma once

#include <string>
#include <vector>

namespace acrida::app {

// A run whose users are of one class that is built in. Returns the exit code of a run. Throws
// base::UsageError and base::RunError before the first request.
int attack(const std::vector<std::string>& arguments);

}  // namespace acrida::app
