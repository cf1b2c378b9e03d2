// The users files of a command line, loaded, and all settled that the command line says about their classes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/acrida/command_line/options.h"
#include "base/log.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app {

struct LoadedUsers {
  RunOptions options;
  base::Log log;
  std::unique_ptr<scenario::cpp::CppScenario> scenario;  // but for its hosts
};

// nullopt: --help (which also shows the options that the files declare) or --version was asked for, and
// answered. Throws base::UsageError and base::RunError.
std::optional<LoadedUsers> load_users(const std::vector<std::string>& arguments);

}  // namespace acrida::app
