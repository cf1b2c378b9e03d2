#include "app/acrida/options.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <random>
#include <string_view>
#include <system_error>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"

namespace acrida::app {
namespace {

constexpr const char* kFooter = R"(
Examples:
  acrida -f users.cpp -H http://127.0.0.1:8080 --headless -u 100 -r 10 -t 1m
      100 users, 10 more each second, for a minute; the tables at the end.
  acrida -f users.cpp -H http://127.0.0.1:8080 --headless -u 50 -r 50 -t 30s --csv out/run --summary out/run.json
      The same as files: out/run_stats.csv … and one JSON object.
  acrida -f users.cpp --list
      The user classes of the file.

Exit codes: 0 all was well; 1 requests failed, tasks threw, or the run could not start or write its files;
2 wrong usage; 70 a bug of ours.)";

// Locust's options whose features are not built yet: they are refused by name, never ignored.
constexpr std::array kNotBuilt{
    "--config",
    "--config-users",
    "--web-host",
    "--web-port",
    "-P",
    "--autostart",
    "--autoquit",
    "--headful",
    "--web-login",
    "--tls-cert",
    "--tls-key",
    "--class-picker",
    "--web-base-path",
    "--master",
    "--master-bind-host",
    "--master-bind-port",
    "--expect-workers",
    "--expect-workers-max-wait",
    "--enable-rebalancing",
    "--worker",
    "--processes",
    "--master-host",
    "--master-port",
    "--tags",
    "-T",
    "--exclude-tags",
    "-E",
    "--csv-full-history",
    "--print-stats",
    "--reset-stats",
    "--html",
    "--json",
    "--json-file",
    "--skip-log-setup",
    "--show-task-ratio",
    "--show-task-ratio-json",
    "--equal-weights",
    "--profile",
    "--otel",
    "--rate",
    "--arrivals",
    "--stages",
    "--warmup",
    "--slo",
    "--db",
    "--watch",
    "--label",
};

base::LogLevel log_level_of(const std::string& text) {
  constexpr std::array<std::pair<std::string_view, base::LogLevel>, 5> kLevels{{
      {"DEBUG", base::LogLevel::debug},
      {"INFO", base::LogLevel::info},
      {"WARNING", base::LogLevel::warning},
      {"ERROR", base::LogLevel::error},
      {"CRITICAL", base::LogLevel::critical},
  }};
  for (const auto& [name, level] : kLevels) {
    if (base::iequals(text, name)) return level;
  }
  throw base::UsageError(
      fmt::format("--loglevel: '{}' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL", text));
}

base::Duration timespan_of(const char* option, const std::string& text) {
  if (const auto span = base::parse_timespan(text)) return *span;
  throw base::UsageError(
      fmt::format("{}: '{}' is no time; write 20, 20s, 3m, 2h, 1h20m or 500ms", option, text));
}

// Whole numbers in a range, with the range in the complaint.
std::int64_t number_of(const char* option, const std::string& text, std::int64_t low, std::int64_t high) {
  const auto number = base::parse_integer(text);
  if (number && *number >= low && *number <= high) return *number;
  throw base::UsageError(
      fmt::format("{}: '{}' is not a whole number from {} to {}", option, text, low, high));
}

double spawn_rate_of(const std::string& text) {
  const auto rate = base::parse_number(text);
  if (rate && *rate > 0 && *rate <= 1e6) return *rate;
  throw base::UsageError(
      fmt::format("--spawn-rate: '{}' is not a number above 0 (users started a second)", text));
}

int threads_of(const std::string& text) {
  const auto threads = number_of("--threads", text, -1, 1024);
  if (threads == 0) throw base::UsageError("--threads: 0 threads can do nothing; -1 means one for each core");
  return threads > 0 ? static_cast<int>(threads)
                     : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> items;
  for (const auto part : base::split(text, ',')) {
    if (const auto item = base::trimmed(part); !item.empty()) items.emplace_back(item);
  }
  return items;
}

// What CLI11 did not know: options with a dash are mistakes, the rest names user classes.
std::vector<std::string> user_classes_of(const CLI::App& program) {
  std::vector<std::string> names;
  for (const auto& word : program.remaining()) {
    if (!word.starts_with('-')) {
      names.push_back(word);
      continue;
    }
    const std::string option = word.substr(0, word.find('='));
    if (std::find(kNotBuilt.begin(), kNotBuilt.end(), option) != kNotBuilt.end()) {
      throw base::UsageError(fmt::format("{} is not built yet; run without it", option));
    }
    std::vector<std::string> known;
    for (const auto* each : program.get_options()) {
      for (const auto& name : each->get_lnames()) known.push_back("--" + name);
    }
    const auto near = base::nearest(option, known);
    throw base::UsageError(fmt::format("unknown option {}{}; 'acrida --help' lists them all", option,
                                       near ? fmt::format(" (did you mean {}?)", *near) : ""));
  }
  return names;
}

// A slip of the keyboard must not write a report over the users.
void refuse_same_file(const RunOptions& options) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  std::vector<fs::path> taken;
  for (const auto& file : options.files) taken.push_back(fs::weakly_canonical(file, ignored));
  for (const auto& output : {options.summary, options.log_file}) {
    if (output.empty() || (fs::exists(output, ignored) && !fs::is_regular_file(output, ignored))) continue;
    auto path = fs::weakly_canonical(output, ignored);
    if (std::find(taken.begin(), taken.end(), path) != taken.end()) {
      throw base::UsageError(fmt::format("'{}' is named for two different files", output));
    }
    taken.push_back(std::move(path));
  }
}

struct Texts {
  std::string files, users = "1", spawn_rate = "1", run_time, stop_timeout = "0", threads = "1", seed,
                     log_level = "INFO", exit_code = "1";
};

void declare(CLI::App& program, RunOptions& options, Texts& texts) {
  program.set_help_flag("--help,-h", "Show this and exit");
  program.set_version_flag("--version,-V", "acrida " ACRIDA_VERSION, "Show the version and exit");
  program.allow_extras();
  program.footer(kFooter);

  const char* what = "What to run";
  program.add_option("-f,--locustfile", texts.files, "Users files, separated by commas: users.cpp")
      ->group(what)
      ->type_name("FILE");
  program.add_option("-H,--host", options.plan.host, "Base URL of the target: http://127.0.0.1:8080")
      ->group(what)
      ->type_name("URL");
  program.add_flag("-l,--list", options.list, "Show the user classes and exit")->group(what);

  const char* load = "How much load";
  program.add_option("-u,--users", texts.users, "Users at the peak (1)")->group(load)->type_name("N");
  program.add_option("-r,--spawn-rate", texts.spawn_rate, "Users started a second (1)")
      ->group(load)
      ->type_name("RATE");
  program.add_option("-t,--run-time", texts.run_time, "Stop after this time: 20s, 3m, 1h20m (until Ctrl-C)")
      ->group(load)
      ->type_name("TIME");
  program.add_option("-s,--stop-timeout", texts.stop_timeout, "How long tasks may finish at the end (0s)")
      ->group(load)
      ->type_name("TIME");
  program.add_option("--seed", texts.seed, "Of all random choices, to repeat a run")
      ->group(load)
      ->type_name("N");
  program.add_option("--threads", texts.threads, "Engine threads, -1 for all cores (1)")
      ->group(load)
      ->type_name("N");

  const char* results = "Results";
  program.add_flag("--headless", options.headless, "Without the web page")->group(results);
  program.add_flag("--only-summary", options.only_summary, "Tables only at the end")->group(results);
  program
      .add_option("--csv", options.csv_prefix,
                  "Write PREFIX_stats.csv, _stats_history.csv, _failures.csv, _exceptions.csv")
      ->group(results)
      ->type_name("PREFIX");
  program.add_option("--summary", options.summary, "Write one JSON object with everything")
      ->group(results)
      ->type_name("FILE");
  program.add_option("--exit-code-on-error", texts.exit_code, "When requests failed or tasks threw (1)")
      ->group(results)
      ->type_name("CODE");
  program.add_option("-L,--loglevel", texts.log_level, "DEBUG, INFO, WARNING, ERROR or CRITICAL (INFO)")
      ->group(results)
      ->type_name("LEVEL");
  program.add_option("--logfile", options.log_file, "Log to this file, not to stderr")
      ->group(results)
      ->type_name("FILE");
}

}  // namespace

std::optional<RunOptions> parse_run_options(const std::vector<std::string>& arguments) {
  RunOptions options;
  Texts texts;
  CLI::App program("Load-test a machine-learning model's API with users that you describe.", "acrida");
  declare(program, options, texts);
  try {
    // CLI11 wants them last first.
    program.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return program.exit(e), std::nullopt;  // --help, --version
    throw base::UsageError(std::string(e.what()) + "; 'acrida --help' shows how");
  }
  options.user_classes = user_classes_of(program);
  options.files = list_of(texts.files);
  options.plan.users = static_cast<std::uint32_t>(number_of("--users", texts.users, 0, 10'000'000));
  options.plan.spawn_rate = spawn_rate_of(texts.spawn_rate);
  if (!texts.run_time.empty()) options.plan.run_time = timespan_of("--run-time", texts.run_time);
  options.plan.stop_timeout = timespan_of("--stop-timeout", texts.stop_timeout);
  options.plan.threads = threads_of(texts.threads);
  options.plan.seed = texts.seed.empty()
                          ? std::random_device{}()
                          : static_cast<std::uint64_t>(number_of("--seed", texts.seed, 0, INT64_MAX));
  options.log_level = log_level_of(texts.log_level);
  options.exit_code_on_error = static_cast<int>(number_of("--exit-code-on-error", texts.exit_code, 0, 255));
  if (options.files.empty()) throw base::UsageError("nothing to run: name a users file with -f users.cpp");
  refuse_same_file(options);
  return options;
}

}  // namespace acrida::app
