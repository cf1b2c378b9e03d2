// The users files of a command line, loaded, and all settled that the command line says about their classes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/acrida/command_line/options.h"
#include "app/acrida/control_loop.h"
#include "app/acrida/users.h"
#include "base/log.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app {

struct LoadedUsers {
  RunOptions options;
  base::Log log;
  std::unique_ptr<Users> users;
};

// An exit code: all that was asked for is done (--help, which also shows the options that the files declare,
// or
// --version), or it was told why users in Python cannot be loaded. Throws base::UsageError and
// base::RunError. `control` outlives the users.
std::variant<LoadedUsers, int> load_users(const std::vector<std::string>& arguments, ControlLoop& control);

struct LoadedScenario {
  RunOptions options;
  base::Log log;
  std::unique_ptr<scenario::cpp::CppScenario> scenario;  // but for its hosts
};

// For commands that are for users in C++ only; users in Python are a base::UsageError. nullopt: --version was
// asked for, and answered.
std::optional<LoadedScenario> load_scenario(const std::vector<std::string>& arguments);

}  // namespace acrida::app
