// acrida-model serve: a model file behind HTTP.
#pragma once

#include <CLI/App.hpp>

namespace acrida::app {

// Adds the command to the program; it runs while the command line is parsed, until SIGTERM or Ctrl-C, and
// throws base::UsageError and base::RunError.
void add_serve(CLI::App& program);

}  // namespace acrida::app
