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

// Composes the plan of what was asked for and what the classes want. Throws base::UsageError for what does
// not go together.
void settle_load(RunOptions& options, const std::vector<load::UserClass>& classes, const base::Log& log);

// A run of users that are there already, whose load is settled; `console`, which may be null, is told last of
// all sinks.
int run_users(ControlLoop& control, const LoadedUsers& what, std::unique_ptr<stats::SnapshotSink> console);

}  // namespace acrida::app
