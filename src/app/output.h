// Standard output that was really written.
#pragma once

#include <string_view>

namespace acrida::app {

// Writes to standard output; throws base::RunError when it cannot be finished (a full disk behind a
// redirection).
void print(std::string_view text);

}  // namespace acrida::app
