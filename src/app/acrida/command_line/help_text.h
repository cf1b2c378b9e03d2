// What --help prints: at most 80 columns wide, made from the rows of the options.
#pragma once

#include <string>

#include "app/acrida/command_line/option_set.h"

namespace acrida::app {

std::string help_text(const OptionSet& options);
// The options alone, in their groups: what stands between a command's own head and foot.
std::string options_text(const OptionSet& options);

}  // namespace acrida::app
