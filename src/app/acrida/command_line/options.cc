#include "app/acrida/command_line/options.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/command_line/connection_options.h"
#include "app/acrida/command_line/judging_options.h"
#include "app/acrida/command_line/load_options.h"
#include "base/failure.h"
#include "base/text.h"

namespace acrida::app {
namespace {

base::LogLevel log_level_of(const OptionValues& values) {
  constexpr std::array<std::pair<std::string_view, base::LogLevel>, 5> kLevels{{
      {"DEBUG", base::LogLevel::debug},
      {"INFO", base::LogLevel::info},
      {"WARNING", base::LogLevel::warning},
      {"ERROR", base::LogLevel::error},
      {"CRITICAL", base::LogLevel::critical},
  }};
  const auto text = values.text("loglevel");
  for (const auto& [name, level] : kLevels) {
    if (base::iequals(text, name)) return level;
  }
  values.complain("loglevel", fmt::format("'{}' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL", text));
}

// Of `what`: "threads". -1 is one for each core.
int count_of(const OptionValues& values, std::string_view what) {
  const auto count = values.integer(what, -1, 1024);
  if (count == 0) values.complain(what, fmt::format("0 {} can do nothing; -1 means one for each core", what));
  return count > 0 ? static_cast<int>(count)
                   : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::vector<std::string> tags_of(const OptionValues& values, std::string_view name) {
  auto tags = values.list(name);
  if (tags.empty() && values.given(name)) values.complain(name, "names no tag");
  return tags;
}

load::RunPlan plan_of(const OptionValues& values) {
  load::RunPlan plan;
  plan.host = values.text("host");
  plan.threads = count_of(values, "threads");
  plan.http = client_settings_of(values, plan.threads);
  plan.reset_stats = values.flag("reset-stats");
  plan.spin = !values.flag("no-spin");
  plan.seed = values.given("seed") ? static_cast<std::uint64_t>(values.integer("seed", 0, INT64_MAX))
                                   : std::random_device{}();
  return plan;
}

// A slip of the keyboard must not write a report over the users.
void refuse_same_file(const RunOptions& options) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  std::vector<fs::path> taken;
  for (const auto& file : options.files) taken.push_back(fs::weakly_canonical(file, ignored));
  for (const auto& output : {options.summary, options.json_file, options.log_file}) {
    if (output.empty() || (fs::exists(output, ignored) && !fs::is_regular_file(output, ignored))) continue;
    auto path = fs::weakly_canonical(output, ignored);
    if (std::find(taken.begin(), taken.end(), path) != taken.end()) {
      throw base::UsageError(fmt::format("'{}' is named for two different files", output));
    }
    taken.push_back(std::move(path));
  }
}

}  // namespace

std::vector<std::string> users_files_of(const OptionValues& values) {
  const auto names = values.text("locustfile");
  std::vector<std::string> files;
  for (const auto name : base::split(names, ',')) {
    if (const auto file = base::trimmed(name); !file.empty()) files.emplace_back(file);
  }
  return files;
}

RunOptions run_options_of(const OptionValues& values) {
  RunOptions options;
  options.files = users_files_of(values);
  options.plan = plan_of(values);
  options.load = read_load_options(values, options.plan);
  options.users_said = values.given("users");
  options.judging = judging_of(values, options.plan.run_time);
  options.headless = values.flag("headless") && !values.flag("headful");
  options.python = values.text("python");
  options.config_users = values.given("config-users");
  options.processes = count_of(values, "processes");
  options.tags = tags_of(values, "tags");
  options.exclude_tags = tags_of(values, "exclude-tags");
  options.equal_weights = values.flag("equal-weights");
  options.only_summary = values.flag("only-summary");
  options.print_stats = values.flag("print-stats");
  options.csv_prefix = values.text("csv");
  options.csv_full_history = values.flag("csv-full-history");
  options.json = values.flag("json");
  if (const auto name = values.text("json-file"); !name.empty()) options.json_file = name + ".json";
  options.summary = values.text("summary");
  options.exit_code_on_error = static_cast<int>(values.integer("exit-code-on-error", 0, 255));
  options.log_level = log_level_of(values);
  options.log_file = values.text("logfile");
  options.skip_log_setup = values.flag("skip-log-setup");
  options.list = values.flag("list");
  options.show_task_ratio = values.flag("show-task-ratio");
  options.show_task_ratio_json = values.flag("show-task-ratio-json");
  if (options.csv_full_history && options.csv_prefix.empty())
    values.complain("csv-full-history", "needs the files that it belongs to; add --csv PREFIX");
  refuse_same_file(options);
  return options;
}

}  // namespace acrida::app
