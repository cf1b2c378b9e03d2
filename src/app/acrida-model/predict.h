// acrida-model predict: the model's answers for the rows of a CSV table, as CSV.
#pragma once

#include <CLI/App.hpp>

namespace acrida::app {

// Adds the command to the program; it runs while the command line is parsed and throws base::RunError.
void add_predict(CLI::App& program);

}  // namespace acrida::app
