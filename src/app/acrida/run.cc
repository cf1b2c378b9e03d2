#include "app/acrida/run.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>
#include <random>

#include <fmt/format.h>

#include <acrida/random.h>

#include "app/acrida/connections.h"
#include "app/acrida/engine_threads.h"
#include "app/acrida/keyboard.h"
#include "app/acrida/loaded_users.h"
#include "app/acrida/room.h"
#include "app/acrida/run_functions.h"
#include "app/acrida/run_report.h"
#include "app/acrida/task_ratios.h"
#include "app/acrida/this_process.h"
#include "app/output.h"
#include "async/signals.h"
#include "base/failure.h"
#include "base/uuid.h"
#include "http/url.h"
#include "load/assignment.h"
#include "load/local_runner.h"
#include "load/thread_worker.h"
#include "report/console.h"
#include "report/csv_files.h"
#include "report/locust_json.h"
#include "report/summary.h"

namespace acrida::app {
namespace {

// A generator that wakes its users later than this, once in a hundred times, measures itself.
constexpr base::Duration kHealthyLag = std::chrono::milliseconds(10);
constexpr double kRateByKeys = 100;  // users started or stopped a second after a key

void list_users(const load::Scenario& scenario) {
  std::string text = "Available Users:\n";
  for (const auto& each : scenario.classes()) text += fmt::format("    {}\n", each.name);
  print(text);
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

stats::GeneratorHealth health_of(const load::RunEnd& end, base::Duration cpu) {
  stats::GeneratorHealth health;
  health.cpu = cpu;
  health.dispatch_lag = end.dispatch_lag;
  health.peak_rss_bytes = peak_rss_bytes();
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
  console.print_stats = options.print_stats;
  console.final_tables = options.json_file.empty();
  console.run_time = options.plan.run_time;
  return std::make_unique<report::Console>(stderr, console);
}

// Whatever happens, the threads end before what their users refer to goes.
class EnginesRunning {
 public:
  explicit EnginesRunning(EngineThreads& engines) : engines_(engines) { engines_.start(); }
  ~EnginesRunning() { engines_.stop(); }
  EnginesRunning(const EnginesRunning&) = delete;
  EnginesRunning& operator=(const EnginesRunning&) = delete;

 private:
  EngineThreads& engines_;
};

// One run from its first to its last moment; everything it needs is made here and handed down.
class Run {
 public:
  Run(const RunOptions& options, const base::Log& log, scenario::cpp::CppScenario& scenario)
      : options_(options),
        log_(log),
        scenario_(scenario),
        engines_(clock_, options.plan.threads),
        report_(endpoints_, log),
        runner_(control_,
                load::thread_workers(control_, engines_.seats(), options.plan, scenario, endpoints_, log),
                options.plan, report_),
        users_(options.plan.users) {
    if (!options.csv_prefix.empty())
      report_.add(base::value_or_throw(
          report::CsvFiles::open(options.csv_prefix, {.full_history = options.csv_full_history})));
    if (options.json || !options.json_file.empty())
      report_.add(
          base::value_or_throw(report::LocustJson::open(options.json ? stdout : nullptr, options.json_file)));
    if (!options.summary.empty())
      report_.add(base::value_or_throw(report::SummaryFile::open(options.summary)));
    report_.add(make_console(options));
    report_.when_spawned = [this] {
      all_spawned_ = true;
      log_.info("All users spawned: " + spawned_text(scenario_, users_));
    };
    report_.when_ended = [this] { control_.stop(); };
  }

  int carry_out() {
    const auto& plan = options_.plan;
    const async::Signals signals(
        control_, {SIGINT, SIGTERM}, [this](int count) { on_signal(count); }, &Keyboard::let_go);
    bool functions_good = functions(&scenario::cpp::CppScenario::begin_run);
    if (stopping_) throw base::RunError("stopped before the first user was started");
    const Keyboard keyboard(control_, [this](char key) { on_key(key); });
    const auto info = describe();
    if (plan.run_time) {
      log_.info(fmt::format("Run time limit set to {} seconds", base::seconds_of(*plan.run_time)));
    } else {
      log_.info("No run time limit set, use CTRL+C to interrupt");
    }
    if (keyboard.listens()) log_.info("Keys: w and W for 1 and 10 users more, s and S for fewer");
    log_.info(fmt::format("Ramping to {} users at a rate of {:.2f} per second", plan.users, plan.spawn_rate));
    const auto cpu_before = cpu_time();
    running_ = true;
    {
      const EnginesRunning engines(engines_);
      runner_.start();
      control_.run();
    }
    running_ = false;
    const auto cpu = cpu_time() - cpu_before;
    functions_good &= functions(&scenario::cpp::CppScenario::end_run);
    return finish(info, cpu, functions_good);
  }

 private:
  void on_signal(int count) {
    stopping_ = true;
    if (!running_) {  // in a function of the whole run
      control_.stop();
    } else if (count == 1) {
      log_.info("Stopping; once more: without on_stop, a third time: at once");
      runner_.stop();
    } else {
      runner_.abort();
    }
  }

  void on_key(char key) {
    const std::int64_t more = key == 'w' ? 1 : key == 'W' ? 10 : key == 's' ? -1 : key == 'S' ? -10 : 0;
    if (more == 0 || stopping_) return;
    if (!all_spawned_)
      return log_.warning("Keys change the users when all of them have been started: wait a moment");
    all_spawned_ = false;
    users_ = static_cast<std::uint32_t>(std::max<std::int64_t>(0, users_ + more));
    log_.info(fmt::format("Ramping to {} users at a rate of {:.2f} per second", users_, kRateByKeys));
    runner_.change_users(users_, kRateByKeys);
  }

  bool functions(Task<bool> (scenario::cpp::CppScenario::*which)(load::Engine&)) {
    return run_functions(control_, scenario_, which, options_.plan, log_);
  }

  stats::RunInfo describe() const {
    Random random(std::random_device{}());
    stats::RunInfo info;
    info.started_at = clock_.wall_now();
    info.run_id = base::uuid7(info.started_at, random(), random());
    info.target = http::without_credentials(options_.plan.host);
    info.seed = options_.plan.seed;
    info.threads = options_.plan.threads;
    return info;
  }

  int finish(const stats::RunInfo& info, base::Duration cpu, bool functions_good) {
    const auto& totals = report_.totals();
    stats::Outcome outcome;
    outcome.duration = report_.end().duration;
    outcome.generator = health_of(report_.end(), cpu);
    const bool failed = totals.aggregated().failures > 0 || totals.exception_count() > 0;
    if (failed) outcome.exit_code = options_.exit_code_on_error;
    if (report_.output_failed() || !log_.trouble().empty()) outcome.exit_code = 1;
    if (outcome.exit_code == 0 && !functions_good) outcome.exit_code = 2;
    if (outcome.exit_code != 0) outcome.verdict = stats::Verdict::fail;
    if (!outcome.generator.healthy) {
      log_.warning(
          "The load generator itself was slow: users were woken more than 10 ms late. Its machine is too "
          "small "
          "or too busy for this load, and the times it shows are partly its own.");
    }
    report_.finish(info, outcome);
    if (const auto trouble = log_.trouble(); !trouble.empty()) fmt::print(stderr, "acrida: {}\n", trouble);
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
  std::uint32_t users_;  // that are wanted now
  bool running_ = false, stopping_ = false, all_spawned_ = false;
};

}  // namespace

int run(const std::vector<std::string>& arguments) {
  const auto loaded = load_users(arguments);
  if (!loaded) return 0;
  const auto& [options, log, scenario] = *loaded;
  if (options.list) return list_users(*scenario), 0;
  if (options.show_task_ratio || options.show_task_ratio_json) {
    const auto ratios = task_ratios_of(scenario->classes(), options.plan.users);
    print(options.show_task_ratio ? report::task_ratio_text(ratios) : report::task_ratio_json(ratios));
    return 0;
  }
  if (auto hosts = scenario->set_host(options.plan.host); !hosts)
    throw base::UsageError(hosts.error().message);
  if (!options.headless) log.warning("The web page is not built yet: running headless");
  log.info("Starting acrida " ACRIDA_VERSION);
  look_at_connections(options.plan.http, log);
  // Not all users may be connected at once: it may go well.
  for (const auto& sentence : too_small_for(options.plan.users, make_room())) log.warning(sentence);
  return Run(options, log, *scenario).carry_out();
}

}  // namespace acrida::app
