// acrida: the load tester. Each command has a file of its own.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/acrida/attack/attack.h"
#include "app/acrida/check.h"
#include "app/acrida/doctor/doctor.h"
#include "app/acrida/limit/limit.h"
#include "app/acrida/run.h"
#include "base/failure.h"

namespace {

using namespace acrida;

struct Command {
  const char* name;
  int (*run)(const std::vector<std::string>& arguments);  // null: not built yet
};

// Without a command's name, a run is meant.
constexpr Command kCommands[] = {
    {"run", app::run},     {"attack", app::attack}, {"check", app::check}, {"doctor", app::doctor::run},
    {"limit", app::limit}, {"assess", nullptr},     {"runs", nullptr},     {"show", nullptr},
    {"compare", nullptr},  {"trend", nullptr},      {"report", nullptr},   {"readme", nullptr},
};

int complain(const char* why, int exit_code) {
  fmt::print(stderr, "acrida: {}\n", why);
  return exit_code;
}

int start(std::vector<std::string> arguments) {
  if (!arguments.empty()) {
    for (const auto& command : kCommands) {
      if (arguments.front() != command.name) continue;
      if (command.run == nullptr)
        throw base::UsageError(fmt::format("the command '{}' is not built yet", command.name));
      arguments.erase(arguments.begin());
      return command.run(arguments);
    }
  }
  return app::run(arguments);
}

}  // namespace

int main(int argc, char** argv) try {
  // Whoever reads our output may go (head, a tee that Ctrl-C has ended): no reason to lose the results.
  std::signal(SIGPIPE, SIG_IGN);
  return start({argv + 1, argv + argc});
} catch (const base::UsageError& e) {
  return complain(e.what(), 2);
} catch (const base::RunError& e) {
  return complain(e.what(), 1);
} catch (const std::exception& e) {
  fmt::print(stderr, "acrida: a bug of ours: {}. Please report it with the command line.\n", e.what());
  return 70;
}
