// The options of an attack, as data: those of a run that make sense without a users file, and its own.
#pragma once

#include <vector>

#include "app/option_table.h"

namespace acrida::app {

// In the order of --help. Options of a run that are for users files are there, so that they are refused by
// name; no option has a variable.
std::vector<OptionRow> attack_rows();

}  // namespace acrida::app
