// acrida-model train: from a CSV table to a model file.
#pragma once

#include <CLI/App.hpp>

namespace acrida::app {

// Adds the command to the program; it runs while the command line is parsed and throws base::RunError.
void add_train(CLI::App& program);

}  // namespace acrida::app
