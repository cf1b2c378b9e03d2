// The config files of a run: ~/.locust.conf, ./locust.conf, ./pyproject.toml, then the one that --config
// names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/acrida/command_line/config_text.h"
#include "app/acrida/command_line/surroundings.h"

namespace acrida::app {

struct ConfigFile {
  std::string name;  // as errors show it: ~/.locust.conf
  std::vector<ConfigLine> lines;
};

// Later files win over earlier ones. Only `named` has to exist. Throws base::UsageError with the file, and
// the line if one is to blame.
std::vector<ConfigFile> read_config_files(const Surroundings& surroundings,
                                          const std::optional<std::string>& named);

}  // namespace acrida::app
