// acrida-model inspect: what a model has learned, for people.
#pragma once

#include <CLI/App.hpp>

namespace acrida::app {

// Adds the command to the program; it runs while the command line is parsed and throws base::RunError.
void add_inspect(CLI::App& program);

}  // namespace acrida::app
