#include "app/acrida/limit/limit.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <acrida/random.h>

#include "app/acrida/attack/attack_line.h"
#include "app/acrida/attack/attack_scenario.h"
#include "app/acrida/cpp_users.h"
#include "app/acrida/limit/limit_json.h"
#include "app/acrida/limit/limit_options.h"
#include "app/acrida/limit/limit_search.h"
#include "app/acrida/text_style_of.h"
#include "app/output.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/uuid.h"
#include "http/url.h"
#include "report/summary.h"

namespace acrida::app {
namespace {

constexpr double kStartRate = 20;  // a second
constexpr double kStartUsers = 1;

bool names_a_file(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return (word.starts_with("-f") && !word.starts_with("--")) || word.starts_with("--locustfile");
  });
}

bool asks_for(const std::vector<std::string>& words, std::string_view letter, std::string_view name) {
  return std::any_of(words.begin(), words.end(),
                     [&](const auto& word) { return word == letter || word == name; });
}

// What a probe decides for itself must not be said for all of them.
void refuse_loads(const RunOptions& options) {
  if (options.load.stream || options.load.users)
    throw base::UsageError(
        "--rate and --stages are what a limit is searched over; --start and --highest bound it");
  if (options.plan.iterations || options.plan.run_time)
    throw base::UsageError(
        "-n and the run time of a probe follow from what it shows; --budget bounds the search");
  if (options.judging.slos.empty())
    throw base::UsageError("a limit needs a rule that can be broken; add --slo 'p99<50ms' or another one");
  if (options.judging.warm_up || options.judging.automatic_warm_up)
    throw base::UsageError("--warmup is for runs; every probe leaves its first second out");
  for (const auto& rule : options.judging.slos) {
    if (rule.window || rule.abort_after) {
      throw base::UsageError(fmt::format(
          "--slo {}: a limit is proven over whole probes; write the rule without a window and without !",
          rule.text()));
    }
    if (!rule.has_misses() || rule.allowed_share() <= 0 || rule.allowed_share() >= 1) {
      throw base::UsageError(fmt::format(
          "--slo {}: a limit needs rules that allow some requests to miss, such as p99<50ms or errors<1%",
          rule.text()));
    }
  }
}

capacity::SearchSettings settings_of(const LimitOptions& own, const std::vector<stats::SloRule>& rules) {
  capacity::SearchSettings settings;
  for (const auto& rule : rules) settings.rules.push_back({rule.text(), rule.allowed_share()});
  settings.whole = own.over_users;
  settings.start = own.start.value_or(own.over_users ? kStartUsers : kStartRate);
  if (own.highest) settings.highest = *own.highest;
  settings.start = std::min(settings.start, settings.highest);
  settings.precision = own.precision;
  settings.budget_s = base::seconds_of(own.budget);
  return settings;
}

int exit_code_of(capacity::Outcome outcome) {
  switch (outcome) {
    case capacity::Outcome::found: return 0;
    case capacity::Outcome::lowest_fails: return 3;
    case capacity::Outcome::invalid: return 4;
    default: return 5;
  }
}

stats::Verdict verdict_of(int exit_code) {
  return exit_code == 0   ? stats::Verdict::pass
         : exit_code == 3 ? stats::Verdict::fail
         : exit_code == 4 ? stats::Verdict::invalid
                          : stats::Verdict::undecided;
}

// A line for each probe; on a terminal also one that tells how the probe goes, rewritten in place.
class Progress {
 public:
  Progress(LoadUnit unit, bool quiet)
      : unit_(unit), quiet_(quiet), terminal_(!quiet && ::isatty(STDERR_FILENO) != 0) {
    if (!quiet_) fmt::print(stderr, "{}", probe_heading());
  }

  void second(const capacity::Probe& probe, const stats::Snapshot& now) {
    if (!terminal_ || now.late) return;
    fmt::print(stderr, "\r\x1b[K{:>5} {:<8} {:>12} {:>5} s  {} in flight\r", probes_ + 1,
               capacity::name_of(probe.kind), unit_.of(probe.load), now.second + 1, now.in_flight);
    std::fflush(stderr);
  }
  void end(const capacity::ProbeResult& result) {
    ++probes_;
    if (!quiet_) fmt::print(stderr, "{}{}", terminal_ ? "\r\x1b[K" : "", probe_line(probes_, result, unit_));
  }

 private:
  LoadUnit unit_;
  bool quiet_, terminal_;
  std::size_t probes_ = 0;
};

// What all probes are made of: a URL that is asked, or a users file.
class Subject {
 public:
  Subject(std::vector<std::string> words, ControlLoop& control)
      : words_(std::move(words)), control_(control) {
    if (names_a_file(words_)) return;
    const AttackLine line(words_);
    asked_.emplace(line.options(stdin));
  }

  bool is_a_file() const { return !asked_; }

  std::variant<LoadedUsers, int> load() const {
    if (!asked_) return load_users(words_, control_);
    const RunOptions& options = asked_->run;
    auto log = base::value_or_throw(base::Log::open(options.log_level, options.log_file, "acrida"));
    auto users = std::make_unique<CppUsers>(control_, scenario_of(asked_->request), log);
    return LoadedUsers{options, std::move(log), std::move(users)};
  }

 private:
  std::vector<std::string> words_;
  ControlLoop& control_;
  std::optional<AttackOptions> asked_;
};

stats::RunInfo describe(const ControlLoop& control, const RunOptions& options, const LoadUnit& unit) {
  Random random(std::random_device{}());
  stats::RunInfo info;
  info.started_at = control.clock.wall_now();
  info.run_id = base::uuid7(info.started_at, random(), random());
  info.target = http::without_credentials(options.plan.host);
  info.seed = options.plan.seed;
  info.threads = options.plan.threads;
  info.load_model = unit.users ? "closed" : "open";
  return info;
}

stats::Outcome outcome_of(const LimitSearch& search) {
  stats::Outcome outcome;
  outcome.exit_code = exit_code_of(search.search().limit().outcome);
  outcome.verdict = verdict_of(outcome.exit_code);
  outcome.duration = search.duration();
  outcome.generator = search.generator_health();
  return outcome;
}

}  // namespace

int limit(const std::vector<std::string>& arguments) {
  if (asks_for(arguments, "-h", "--help")) return print(limit_help()), 0;
  auto own = limit_options_of(arguments);
  ControlLoop control;
  const Subject subject(std::move(own.rest), control);
  auto first = subject.load();
  if (const auto* exit_code = std::get_if<int>(&first)) return *exit_code;
  const RunOptions options = std::get<LoadedUsers>(first).options;
  refuse_loads(options);
  std::get<LoadedUsers>(first).users->set_host(options.plan.host);
  std::get<LoadedUsers>(first).users->quit(0);
  if (!options.summary.empty()) base::done_or_throw(base::replace_file(options.summary, ""));

  const LoadUnit unit{own.over_users, subject.is_a_file()};
  const auto& rules = options.judging.slos;
  const auto settings = settings_of(own, rules);
  const auto info = describe(control, options, unit);
  if (!options.only_summary) fmt::print(stderr, "{}\n", limit_headline(settings, unit, info.target));
  Progress progress(unit, options.only_summary);
  LimitSearch search(
      control,
      [&] {
        auto loaded = subject.load();
        if (auto* users = std::get_if<LoadedUsers>(&loaded)) {
          users->options.plan.seed = options.plan.seed;
          return std::move(*users);
        }
        throw base::RunError("the users cannot be loaded any more; see what was said above");
      },
      rules, unit, settings,
      {[&](const capacity::Probe& probe, const stats::Snapshot& now) { progress.second(probe, now); },
       [&](const capacity::ProbeResult& result) { progress.end(result); }});
  search.carry_out();

  print(limit_text(search.search(), unit, text_style_of(stdout).utf8));
  const auto outcome = outcome_of(search);
  if (!options.summary.empty()) {
    base::done_or_throw(base::replace_file(
        options.summary,
        report::summary_json(search.totals(), info, outcome, limit_json(search.search(), unit))));
  }
  return outcome.exit_code;
}

}  // namespace acrida::app
