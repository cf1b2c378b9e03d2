#include "app/acrida/run.h"

#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <random>

#include <fmt/format.h>

#include <acrida/random.h>

#include "app/acrida/command_line.h"
#include "app/acrida/engine_threads.h"
#include "app/acrida/help_text.h"
#include "app/acrida/run_report.h"
#include "async/signals.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/uuid.h"
#include "load/assignment.h"
#include "load/local_runner.h"
#include "report/console.h"
#include "report/csv_files.h"
#include "report/summary.h"
#include "scenario/cpp/compiler.h"
#include "scenario/cpp/cpp_scenario.h"
#include "scenario/cpp/library.h"

namespace acrida::app {
namespace {

// A generator that wakes its users later than this, once in a hundred times, measures itself.
constexpr base::Duration kHealthyLag = std::chrono::milliseconds(10);

void load_files(const RunOptions& options, const base::Log& log, scenario::cpp::CppScenario& scenario) {
  for (const auto& file : options.files) {
    if (file.ends_with(".py"))
      throw base::UsageError(fmt::format("{}: users in Python are not built yet; write them in C++", file));
    if (file.ends_with(".yaml") || file.ends_with(".yml"))
      throw base::UsageError(fmt::format("{}: declarative plans are not built yet", file));
    const auto settings = base::value_or_throw(scenario::cpp::default_compiler_settings());
    const auto library = base::value_or_throw(scenario::cpp::compile_users_file(file, settings, log));
    base::done_or_throw(scenario::cpp::load_users(library, file, scenario));
  }
  if (!options.user_classes.empty()) base::done_or_throw(scenario.keep_only(options.user_classes));
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw base::RunError("cannot write to standard output: " + base::system_error(errno));
}

void list_users(const load::Scenario& scenario) {
  std::string text = "Available Users:\n";
  for (const auto& each : scenario.classes()) text += fmt::format("    {}\n", each.name);
  print(text);
}

// As many descriptors as this process may have: a user takes one.
void raise_descriptor_limit(std::uint32_t users, const base::Log& log) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  constexpr rlim_t kForOurselves = 64;
  if (users + kForOurselves > limit.rlim_max) {
    log.warning(fmt::format(
        "{} users need as many descriptors and this process may have {}; raise it with ulimit -Hn", users,
        limit.rlim_max));
  }
}

// {"Patient": 8, "Robot": 2} (10 total users)
std::string spawned_text(const load::Scenario& scenario, std::uint32_t users) {
  const auto classes = scenario.classes();
  std::vector<std::uint32_t> counts(classes.size());
  std::uint32_t total = 0;
  for (load::Assignment assignment(classes); total < users && assignment.can_continue(); ++total)
    ++counts[assignment.next()];
  std::string text;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    text += fmt::format("{}\"{}\": {}", i == 0 ? "" : ", ", classes[i].name, counts[i]);
  }
  return fmt::format("{{{}}} ({} total users)", text, total);
}

base::Duration cpu_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& t) {
    return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

stats::GeneratorHealth health_of(const load::RunEnd& end, base::Duration cpu) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  stats::GeneratorHealth health;
  health.cpu = cpu;
  health.dispatch_lag = end.dispatch_lag;
  health.peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  health.healthy = end.dispatch_lag.percentile(0.99).value_or(base::Duration::zero()) <= kHealthyLag;
  return health;
}

std::unique_ptr<report::Console> make_console(const RunOptions& options) {
  report::ConsoleOptions console;
  winsize size{};
  if (::isatty(STDERR_FILENO) != 0 && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    console.columns = size.ws_col;
    console.colour = true;
  }
  console.only_summary = options.only_summary;
  console.run_time = options.plan.run_time;
  return std::make_unique<report::Console>(stderr, console);
}

// One run from its first to its last moment; everything it needs is made here and handed down.
class Run {
 public:
  Run(const RunOptions& options, const base::Log& log, scenario::cpp::CppScenario& scenario)
      : options_(options),
        log_(log),
        scenario_(scenario),
        engines_(clock_, options.plan.threads),
        report_(endpoints_, log),
        runner_(control_, engines_.seats(), options.plan, scenario, endpoints_, log, report_) {
    if (!options.csv_prefix.empty())
      report_.add(base::value_or_throw(report::CsvFiles::open(options.csv_prefix)));
    if (!options.summary.empty())
      report_.add(base::value_or_throw(report::SummaryFile::open(options.summary)));
    report_.add(make_console(options));
    report_.when_spawned = [this] {
      log_.info("All users spawned: " + spawned_text(scenario_, options_.plan.users));
    };
    report_.when_ended = [this] { control_.stop(); };
  }

  int carry_out() {
    const auto& plan = options_.plan;
    const async::Signals signals(control_, {SIGINT, SIGTERM}, [this](int count) { on_signal(count); });
    const auto info = describe();
    if (plan.run_time) {
      log_.info(fmt::format("Run time limit set to {} seconds", base::seconds_of(*plan.run_time)));
    } else {
      log_.info("No run time limit set, use CTRL+C to interrupt");
    }
    log_.info(fmt::format("Ramping to {} users at a rate of {:.2f} per second", plan.users, plan.spawn_rate));
    const auto cpu_before = cpu_time();
    engines_.start();
    runner_.start();
    control_.run();
    engines_.stop();
    return finish(info, cpu_time() - cpu_before);
  }

 private:
  void on_signal(int count) {
    if (count == 1) {
      log_.info("Stopping; once more: without on_stop, a third time: at once");
      runner_.stop();
    } else {
      runner_.abort();
    }
  }

  stats::RunInfo describe() const {
    Random random(std::random_device{}());
    stats::RunInfo info;
    info.started_at = clock_.wall_now();
    info.run_id = base::uuid7(info.started_at, random(), random());
    info.target = options_.plan.host;
    info.seed = options_.plan.seed;
    info.threads = options_.plan.threads;
    return info;
  }

  int finish(const stats::RunInfo& info, base::Duration cpu) {
    const auto& totals = report_.totals();
    stats::Outcome outcome;
    outcome.duration = report_.end().duration;
    outcome.generator = health_of(report_.end(), cpu);
    const bool failed = totals.aggregated().failures > 0 || totals.exception_count() > 0;
    if (failed) outcome.exit_code = options_.exit_code_on_error;
    if (report_.output_failed()) outcome.exit_code = 1;
    if (outcome.exit_code != 0) outcome.verdict = stats::Verdict::fail;
    if (!outcome.generator.healthy) {
      log_.warning(
          "The load generator itself was slow: users were woken more than 10 ms late. Its machine is too "
          "small "
          "or too busy for this load, and the times it shows are partly its own.");
    }
    report_.finish(info, outcome);
    log_.info(fmt::format("Shutting down (exit code {})", outcome.exit_code));
    return outcome.exit_code;
  }

  const RunOptions& options_;
  const base::Log& log_;
  scenario::cpp::CppScenario& scenario_;
  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop control_{clock_, poller_};
  EngineThreads engines_;
  stats::EndpointTable endpoints_;
  RunReport report_;
  load::LocalRunner runner_;
};

}  // namespace

int run(const std::vector<std::string>& arguments) {
  const CommandLine command_line(arguments, surroundings_of_this_process());
  const std::vector<CustomOption> custom;
  if (command_line.wants_help()) return print(help_text(OptionSet(custom))), 0;
  if (command_line.wants_version()) return print("acrida " ACRIDA_VERSION "\n"), 0;
  const auto options = command_line.options(custom);
  const auto log = base::value_or_throw(base::Log::open(options.log_level, options.log_file));
  scenario::cpp::CppScenario scenario;
  load_files(options, log, scenario);
  if (options.list) return list_users(scenario), 0;
  if (auto hosts = scenario.set_host(options.plan.host); !hosts)
    throw base::UsageError(hosts.error().message);
  if (!options.headless) log.warning("The web page is not built yet: running headless");
  log.info("Starting acrida " ACRIDA_VERSION);
  raise_descriptor_limit(options.plan.users, log);
  return Run(options, log, scenario).carry_out();
}

}  // namespace acrida::app
