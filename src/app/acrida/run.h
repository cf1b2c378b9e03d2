// acrida [run] -f FILE …: runs users against a server and reports.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/acrida/control_loop.h"
#include "app/acrida/loaded_users.h"
#include "stats/sink.h"

namespace acrida::app {

// Returns the exit code of DESIGN's list. Throws base::UsageError and base::RunError before the first
// request.
int run(const std::vector<std::string>& arguments);

// The same for users that are there already; `console`, which may be null, is told last of all sinks.
int run_users(ControlLoop& control, const LoadedUsers& what, std::unique_ptr<stats::SnapshotSink> console);

}  // namespace acrida::app
