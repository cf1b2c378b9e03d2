// acrida-model: train a model, serve it, ask it, look inside. Each command has a file of its own.
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/acrida-model/inspect.h"
#include "app/acrida-model/predict.h"
#include "app/acrida-model/serve.h"
#include "app/acrida-model/train.h"
#include "base/failure.h"
#include "base/text.h"

namespace {

using namespace acrida;

// In the order of --help.
constexpr std::array kCommands{app::add_train, app::add_serve, app::add_predict, app::add_inspect};

int complain(const char* why, int exit_code) {
  fmt::print(stderr, "acrida-model: {}\n", why);
  return exit_code;
}

// CLI11 would only say that a command is required.
void refuse_unknown_command(const CLI::App& program, std::string_view word) {
  if (word.empty() || word.starts_with('-')) return;
  std::vector<std::string> names;
  for (const auto* command : program.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), word) != names.end()) return;
  const auto near = base::nearest(word, names);
  throw base::UsageError(fmt::format("there is no command '{}'{}; the commands are {}", word,
                                     near ? fmt::format(" (did you mean '{}'?)", *near) : "",
                                     fmt::join(names, ", ")));
}

// One sentence about what CLI11 did not understand.
base::UsageError wrong_usage(const CLI::App& program, const CLI::ParseError& error) {
  const auto chosen = program.get_subcommands();
  const CLI::App& command = chosen.empty() ? program : *chosen.front();
  const std::string help = fmt::format("'{}{}{} --help'", program.get_name(), chosen.empty() ? "" : " ",
                                       chosen.empty() ? "" : command.get_name());
  const auto words = program.remaining(true);
  const auto unknown =
      std::find_if(words.begin(), words.end(), [](const auto& word) { return word.starts_with('-'); });
  if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::ExtrasError) || unknown == words.end())
    return base::UsageError(fmt::format("{}; {} shows how", error.what(), help));
  const auto option = unknown->substr(0, unknown->find('='));
  std::vector<std::string> known;
  for (const auto* each : command.get_options()) {
    for (const auto& name : each->get_lnames()) known.push_back("--" + name);
  }
  const auto near = base::nearest(option, known);
  return base::UsageError(fmt::format("unknown option {}{}; {} lists them all", option,
                                      near ? fmt::format(" (did you mean {}?)", *near) : "", help));
}

int run(int argc, char** argv) {
  CLI::App program("Train models and ask them: the model's side of acrida.", "acrida-model");
  program.set_version_flag("--version", "acrida-model " ACRIDA_VERSION);
  program.require_subcommand(1);
  program.footer("\n'acrida-model COMMAND --help' tells more and gives examples.");
  for (const auto add : kCommands) add(program);
  refuse_unknown_command(program, argc > 1 ? argv[1] : "");
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& e) {  // which --help and --version are, too
    if (e.get_exit_code() == 0) return program.exit(e);
    throw wrong_usage(program, e);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) try { return run(argc, argv); } catch (const base::UsageError& e) {
  return complain(e.what(), 2);
} catch (const base::RunError& e) {
  return complain(e.what(), 1);
} catch (const std::exception& e) {
  fmt::print(stderr, "acrida-model: a bug of ours: {}. Please report it with the command line.\n", e.what());
  return 70;
}
