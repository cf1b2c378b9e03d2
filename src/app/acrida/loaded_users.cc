#include "app/acrida/loaded_users.h"

#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/acrida/command_line/command_line.h"
#include "app/acrida/command_line/help_text.h"
#include "app/output.h"
#include "base/failure.h"
#include "scenario/cpp/compiler.h"
#include "scenario/cpp/library.h"

namespace acrida::app {
namespace {

using scenario::cpp::CppScenario;

void load_files(const std::vector<std::string>& files, const base::Log& log, CppScenario& scenario) {
  for (const auto& file : files) {
    if (file.ends_with(".py"))
      throw base::UsageError(fmt::format("{}: users in Python are not built yet; write them in C++", file));
    if (file.ends_with(".yaml") || file.ends_with(".yml"))
      throw base::UsageError(fmt::format("{}: declarative plans are not built yet", file));
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

// The files that cannot be loaded just have nothing to say about their options.
std::string help_with(const std::vector<std::string>& files) {
  CppScenario scenario;
  try {
    load_files(files, base::Log::silent(), scenario);
  } catch (const std::exception&) {
    return help_text(OptionSet({}));
  }
  const auto custom = options_of(scenario);
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

}  // namespace

std::optional<LoadedUsers> load_users(const std::vector<std::string>& arguments) {
  const CommandLine line(arguments, surroundings_of_this_process());
  if (line.wants_help()) return print(help_with(line.files())), std::nullopt;
  if (line.wants_version()) return print("acrida " ACRIDA_VERSION "\n"), std::nullopt;
  const RunOptions early = line.before_loading();
  auto log = base::value_or_throw(
      base::Log::open(early.skip_log_setup ? base::LogLevel::warning : early.log_level, early.log_file));
  auto scenario = std::make_unique<CppScenario>();
  load_files(early.files, log, *scenario);
  RunOptions options = line.options(options_of(*scenario));
  settle(*scenario, options, log);
  return LoadedUsers{std::move(options), std::move(log), std::move(scenario)};
}

}  // namespace acrida::app
