// Of all that was said about an option, in files, variables and words, what counts.
#pragma once

#include <vector>

#include "app/acrida/command_line/config_files.h"
#include "app/acrida/command_line/option_set.h"
#include "app/acrida/command_line/setting.h"
#include "app/acrida/command_line/surroundings.h"
#include "app/acrida/command_line/words.h"

namespace acrida::app {

// What config files say, overruled by a plan file, environment variables and words, in this order. Empty
// values of config files and variables count as not said. A key of a config file that is no option is passed
// over.
Settings merged(const std::vector<ConfigFile>& files, const Settings& plan, const Surroundings& surroundings,
                const Words& words, const OptionSet& options);

// Throws base::UsageError for the first key that is no option.
void refuse_unknown_keys(const std::vector<ConfigFile>& files, const OptionSet& options);

// Throws base::UsageError for an option that cannot work, unless it is a flag that was set to false.
void refuse_what_cannot_work(const Settings& settings, const OptionSet& options);

}  // namespace acrida::app
