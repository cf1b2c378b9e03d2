#include "app/acrida/loaded_users.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/acrida/command_line/command_line.h"
#include "app/acrida/command_line/help_text.h"
#include "app/acrida/cpp_users.h"
#include "app/acrida/find_python.h"
#include "app/acrida/plan_file.h"
#include "app/acrida/python_users.h"
#include "app/output.h"
#include "base/failure.h"
#include "scenario/cpp/compiler.h"
#include "scenario/cpp/library.h"

namespace acrida::app {
namespace {

using scenario::cpp::CppScenario;

bool is_python(const std::string& file) {
  std::error_code ignored;
  return file.ends_with(".py") || (std::filesystem::is_directory(file, ignored) && !file.ends_with(".cpp"));
}

bool are_python(const std::vector<std::string>& files) {
  const bool python = std::any_of(files.begin(), files.end(), is_python);
  if (python && !std::all_of(files.begin(), files.end(), is_python))
    throw base::UsageError("users in C++ and users in Python cannot share a run; start one for each");
  return python;
}

void load_files(const std::vector<std::string>& files, const base::Log& log, CppScenario& scenario) {
  for (const auto& file : files) {
    const auto settings = base::value_or_throw(scenario::cpp::default_compiler_settings());
    const auto library = base::value_or_throw(scenario::cpp::compile_users_file(file, settings, log));
    base::done_or_throw(scenario::cpp::load_users(library, file, scenario));
  }
}

std::vector<CustomOption> options_of(const CppScenario& scenario) {
  std::vector<CustomOption> options;
  for (const auto& each : scenario.options()) options.push_back({each.name, each.default_value, each.help});
  return options;
}

std::vector<CustomOption> options_in(const std::vector<std::string>& files, ControlLoop& control) {
  if (std::any_of(files.begin(), files.end(), is_plan)) return {};
  if (!are_python(files)) {
    CppScenario scenario;
    load_files(files, base::Log::silent(), scenario);
    return options_of(scenario);
  }
  PythonUsers users(control, find_python({}, surroundings_of_this_process().environment), 1,
                    base::Log::silent());
  return users.load({}, files, true).options;
}

// The files that cannot be loaded just have nothing to say about their options.
std::string help_with(const std::vector<std::string>& files, ControlLoop& control) {
  std::vector<CustomOption> custom;
  try {
    custom = options_in(files, control);
  } catch (const std::exception&) {
  }
  return help_text(OptionSet(custom));
}

void settle(CppScenario& scenario, const RunOptions& options, const base::Log& log) {
  if (!options.custom.empty()) base::done_or_throw(scenario.set_options(options.custom));
  if (!options.user_classes.empty()) base::done_or_throw(scenario.keep_only(options.user_classes));
  if (!options.tags.empty() || !options.exclude_tags.empty()) {
    std::vector<std::string> left_out;
    if (auto kept = scenario.keep_tagged(options.tags, options.exclude_tags, left_out); !kept)
      throw base::UsageError(kept.error().message);
    if (!left_out.empty())
      log.warning(
          fmt::format("No task is left of {}: there will be no such users", fmt::join(left_out, ", ")));
  }
  if (options.equal_weights) scenario.weigh_equally();
}

base::Log open_log(const RunOptions& options, const char* name) {
  return base::value_or_throw(base::Log::open(
      options.skip_log_setup ? base::LogLevel::warning : options.log_level, options.log_file, name));
}

LoadedScenario load_scenario(const CommandLine& line, const RunOptions& early,
                             const std::shared_ptr<const scenario::plan::Plan>& plan) {
  if (early.processes != 1)
    throw base::UsageError("--processes is for users in Python; users in C++ have --threads N");
  if (early.config_users)
    throw base::UsageError(
        "--config-users is for users in Python; users in C++ say it in their constructors");
  auto log = open_log(early, "acrida");
  auto scenario = std::make_unique<CppScenario>();
  if (plan) {
    add_users_of(plan, *scenario);
  } else {
    load_files(early.files, log, *scenario);
  }
  RunOptions options = line.options(options_of(*scenario));
  settle(*scenario, options, log);
  return {std::move(options), std::move(log), std::move(scenario)};
}

// What it says about the run is known before anything else is read.
std::shared_ptr<const scenario::plan::Plan> load_plan_for(CommandLine& line) {
  auto plan = load_plan_in(line.files(), surroundings_of_this_process());
  if (plan) line.add_plan(settings_of(*plan));
  return plan;
}

std::variant<LoadedUsers, int> load_python(const std::vector<std::string>& arguments, const CommandLine& line,
                                           const RunOptions& early, ControlLoop& control) {
  if (early.plan.threads != 1)
    throw base::UsageError("--threads is for users in C++; users in Python have --processes N");
  // Scripts look for the name under which Locust speaks.
  auto log = open_log(early, "locust.main");
  auto users = std::make_unique<PythonUsers>(
      control, find_python(early.python, surroundings_of_this_process().environment), early.processes, log);
  const auto loaded = users->load(arguments, early.files, false);
  if (loaded.exit_code) return *loaded.exit_code;
  RunOptions options = line.options(loaded.options);
  options.user_classes = loaded.user_classes;
  // With Locust a run ends when its time is over, whoever is left.
  options.plan.stays_when_empty =
      (options.plan.run_time || options.plan.users == 0) && !options.plan.iterations;
  options.console = !options.skip_log_setup;  // as with Locust, whose tables are log lines
  return LoadedUsers{std::move(options), std::move(log), std::move(users)};
}

}  // namespace

std::variant<LoadedUsers, int> load_users(const std::vector<std::string>& arguments, ControlLoop& control) {
  CommandLine line(arguments, surroundings_of_this_process());
  if (line.wants_help()) return print(help_with(line.files(), control)), 0;
  if (line.wants_version()) return print("acrida " ACRIDA_VERSION "\n"), 0;
  const auto plan = load_plan_for(line);
  const RunOptions early = line.before_loading();
  if (are_python(early.files)) return load_python(arguments, line, early, control);
  auto [options, log, scenario] = load_scenario(line, early, plan);
  auto users = std::make_unique<CppUsers>(control, std::move(scenario), log);
  return LoadedUsers{std::move(options), std::move(log), std::move(users)};
}

std::optional<LoadedScenario> load_scenario(const std::vector<std::string>& arguments) {
  CommandLine line(arguments, surroundings_of_this_process());
  if (line.wants_version()) return print("acrida " ACRIDA_VERSION "\n"), std::nullopt;
  const auto plan = load_plan_for(line);
  const RunOptions early = line.before_loading();
  if (are_python(early.files))
    throw base::UsageError(
        "acrida check is for users in C++; a locustfile tries itself with locust.run_single_user");
  return load_scenario(line, early, plan);
}

}  // namespace acrida::app
