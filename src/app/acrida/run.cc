#include "app/acrida/run.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "app/acrida/connections.h"
#include "app/acrida/control_loop.h"
#include "app/acrida/judgement.h"
#include "app/acrida/keyboard.h"
#include "app/acrida/load_lines.h"
#include "app/acrida/loaded_users.h"
#include "app/acrida/room.h"
#include "app/acrida/run_info.h"
#include "app/acrida/run_report.h"
#include "app/acrida/task_ratios.h"
#include "app/acrida/users.h"
#include "app/acrida/users_running.h"
#include "app/output.h"
#include "async/signals.h"
#include "base/failure.h"
#include "load/assignment.h"
#include "load/composed_plan.h"
#include "load/local_runner.h"
#include "report/console.h"
#include "report/csv_files.h"
#include "report/locust_json.h"
#include "report/summary.h"

namespace acrida::app {
namespace {

constexpr double kRateByKeys = 100;  // users started or stopped a second after a key

void list_users(const std::vector<load::UserClass>& classes) {
  std::string text = "Available Users:\n";
  for (const auto& each : classes) text += fmt::format("    {}\n", each.name);
  print(text);
}

// {"Patient": 8, "Robot": 2} (10 total users)
std::string spawned_text(const std::vector<load::UserClass>& classes, std::uint32_t users,
                         const load::ClassChoice& of) {
  std::vector<std::uint32_t> counts(classes.size());
  std::uint32_t total = 0;
  for (load::Assignment assignment(classes, of); total < users && assignment.can_continue(); ++total)
    ++counts[assignment.next()];
  std::string text;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    text += fmt::format("{}\"{}\": {}", i == 0 ? "" : ", ", classes[i].name, counts[i]);
  }
  return fmt::format("{{{}}} ({} total users)", text, total);
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
  if (!options.plan.streams.empty()) console.offered = offered_rate(options.plan);
  return std::make_unique<report::Console>(stderr, console);
}

// That there will be for certain; and of open load those that somebody has thought of.
std::uint32_t most_users_of(const RunOptions& options) {
  double users = options.plan.users;
  for (const auto& each : options.plan.shapes) users += each.users.peak();
  if (options.load.max_in_flight) users += options.plan.max_in_flight;
  return static_cast<std::uint32_t>(std::min<double>(users, UINT32_MAX));
}

// One run from its first to its last moment; everything it needs is made here and handed down.
class Run final : private RunControl {
 public:
  Run(ControlLoop& control, const RunOptions& options, const base::Log& log, Users& users, const Room& room,
      std::unique_ptr<stats::SnapshotSink> console)
      : control_(control),
        options_(options),
        plan_(options.plan),
        log_(log),
        room_(room),
        users_(users),
        report_(endpoints_, log) {
    if (!options.csv_prefix.empty())
      report_.add(base::value_or_throw(
          report::CsvFiles::open(options.csv_prefix, {.full_history = options.csv_full_history})));
    if (options.json || !options.json_file.empty())
      report_.add(
          base::value_or_throw(report::LocustJson::open(options.json ? stdout : nullptr, options.json_file)));
    if (!options.summary.empty())
      report_.add(base::value_or_throw(report::SummaryFile::open(options.summary)));
    if (console) report_.add(std::move(console));
    report_.when_spawned = [this] {
      all_spawned_ = true;
      if (manned_) log_.info("All users spawned: " + spawned_text(users_.classes(), wanted_, wanted_of_));
      users_.on_spawned(wanted_);
      judgement_->on_spawned(control_.clock.now() - started_);
    };
    report_.when_second = [this](const stats::Snapshot& second) {
      look_at_room(second.users);
      users_.on_second(second, endpoints_);
      judge(second);
    };
    report_.when_stopping = [this] {
      if (!std::exchange(stopping_, true)) log_.info("--run-time limit reached, shutting down");
      users_.on_stop();
    };
    report_.when_ended = [this] { control_.loop.stop(); };
  }

  int carry_out() {
    const async::Signals signals(
        control_.loop, {SIGINT, SIGTERM}, [this](int count) { on_signal(count); }, &Keyboard::let_go);
    bool functions_good = users_.prepare(plan_);
    if (stopping_) throw base::RunError("stopped before the first user was started");
    manned_ = plan_.users > 0 || (plan_.shapes.empty() && plan_.streams.empty());
    std::optional<Keyboard> keyboard;
    if (manned_) keyboard.emplace(control_.loop, [this](char key) { on_key(key); });
    const auto info = new_run_info(control_.clock, plan_);
    if (plan_.run_time) {
      log_.info(fmt::format("Run time limit set to {} seconds", base::seconds_of(*plan_.run_time)));
    } else {
      log_.info("No run time limit set, use CTRL+C to interrupt");
    }
    if (keyboard && keyboard->listens())
      log_.info("Keys: w and W for 1 and 10 users more, s and S for fewer");
    wanted_of_ = plan_.classes;
    wanted_ = plan_.users;
    if (manned_) tell_ramp(wanted_, plan_.spawn_rate);
    for (const auto& line : load_lines(plan_, users_.classes())) log_.info(line);
    judgement_.emplace(options_.judging, plan_, endpoints_);
    runner_.emplace(control_.loop, users_.workers(plan_, endpoints_), plan_, report_);
    {
      const UsersRunning running(users_, *this);
      started_ = control_.clock.now();
      runner_->start();
      running_ = true;
      control_.loop.run();
      running_ = false;
    }
    functions_good &= users_.conclude();
    return finish(info, functions_good);
  }

 private:
  void on_signal(int count) {
    stopping_ = true;
    if (!running_) {  // in a function of the whole run
      control_.loop.stop();
    } else if (count == 1) {
      log_.info("Stopping; once more: without on_stop, a third time: at once");
      stop();
    } else {
      runner_->abort();
    }
  }

  void stop() override {
    stopping_ = true;
    runner_->stop();
  }

  void change_users(std::uint32_t users, double rate, const load::ClassChoice& of) override {
    if (stopping_) return;
    all_spawned_ = false;
    tell_ramp(wanted_ = users, rate);
    wanted_of_ = of;
    runner_->change_users(users, rate, of);
  }

  void on_key(char key) {
    const std::int64_t more = key == 'w' ? 1 : key == 'W' ? 10 : key == 's' ? -1 : key == 'S' ? -10 : 0;
    if (more == 0 || stopping_) return;
    if (!all_spawned_)
      return log_.warning("Keys change the users when all of them have been started: wait a moment");
    change_users(static_cast<std::uint32_t>(std::max<std::int64_t>(0, wanted_ + more)), kRateByKeys,
                 wanted_of_);
  }

  // How many users open load takes nobody knows before: room for them is looked for when they are there.
  void look_at_room(std::uint32_t users) {
    if (plan_.streams.empty() || told_of_room_) return;
    for (const auto& sentence : too_small_for(users, room_)) {
      told_of_room_ = true;
      log_.warning(sentence);
    }
  }

  void judge(const stats::Snapshot& second) {
    judgement_->on_snapshot(second);
    if (stopping_) return;
    if (const auto why = judgement_->why_stop()) {
      log_.warning(*why);
      stop();
    }
  }

  void tell_ramp(std::uint32_t users, double rate) const {
    log_.info(fmt::format("Ramping to {} users at a rate of {:.2f} per second", users, rate));
  }

  int finish(const stats::RunInfo& info, bool functions_good) {
    const stats::Totals& totals = report_.totals();
    stats::Outcome outcome = judgement_->outcome(totals, report_.end(), users_.usage());
    stats::Findings findings = judgement_->findings(totals, outcome);
    findings.own_exit_code = users_.exit_code();
    findings.output_failed = !log_.trouble().empty();
    findings.exit_code_on_error = options_.exit_code_on_error;
    findings.listener_raised = !functions_good;
    if (!outcome.generator.healthy) log_.warning(outcome.generator.why);
    if (outcome.steady_only && judgement_->judged(totals).aggregated().requests == 0)
      log_.warning(
          "Nothing was judged: the run ended within its warm-up; make it longer, or --warmup shorter");
    report_.finish(judgement_->judged(totals), info, outcome, findings, [&] {
      if (const auto trouble = log_.trouble(); !trouble.empty()) fmt::print(stderr, "acrida: {}\n", trouble);
      log_.info(fmt::format("Shutting down (exit code {})", outcome.exit_code));
    });
    users_.quit(outcome.exit_code);
    return outcome.exit_code;
  }

  ControlLoop& control_;
  const RunOptions& options_;
  load::RunPlan plan_;
  const base::Log& log_;
  Room room_;
  Users& users_;
  stats::EndpointTable endpoints_;
  RunReport report_;
  std::optional<Judgement> judgement_;
  base::TimePoint started_;
  std::optional<load::LocalRunner> runner_;
  std::uint32_t wanted_ = 0;  // users
  load::ClassChoice wanted_of_;
  bool manned_ =
      true;  // some users follow neither a shape nor arrivals, so that keys may change their number
  bool running_ = false, stopping_ = false, all_spawned_ = false;
  bool told_of_room_ = false;
};

}  // namespace

void settle_load(RunOptions& options, const std::vector<load::UserClass>& classes, const base::Log& log) {
  const auto asked_for = options.plan.users;
  auto plan = load::composed_plan(options.plan, options.load, classes);
  if (!plan) throw base::UsageError(plan.error().message);
  options.plan = *std::move(plan);
  if (options.users_said && options.plan.users == 0 && asked_for > 0)
    log.warning(fmt::format(
        "--users {} has no class to go to: each says how much load it wants; --rate and --stages are for all",
        asked_for));
}

int run_users(ControlLoop& control, const LoadedUsers& what, std::unique_ptr<stats::SnapshotSink> console) {
  const auto& [options, log, users] = what;
  look_at_connections(options.plan.http, log);
  // Not all users may be connected at once: it may go well.
  const Room room = make_room();
  for (const auto& sentence : too_small_for(most_users_of(options), room)) log.warning(sentence);
  return Run(control, options, log, *users, room, std::move(console)).carry_out();
}

int run(const std::vector<std::string>& arguments) {
  ControlLoop control;
  auto loaded = load_users(arguments, control);
  if (const auto* exit_code = std::get_if<int>(&loaded)) return *exit_code;
  auto& [options, log, users] = std::get<LoadedUsers>(loaded);
  if (options.list) return list_users(users->classes()), 0;
  if (options.show_task_ratio || options.show_task_ratio_json) {
    const auto ratios = task_ratios_of(users->classes(), options.plan.users);
    print(options.show_task_ratio ? report::task_ratio_text(ratios) : report::task_ratio_json(ratios));
    return 0;
  }
  settle_load(options, users->classes(), log);
  users->set_host(options.plan.host);
  if (!options.headless) log.warning("The web page is not built yet: running headless");
  log.info("Starting " + users->title());
  return run_users(control, std::get<LoadedUsers>(loaded), options.console ? make_console(options) : nullptr);
}

}  // namespace acrida::app
