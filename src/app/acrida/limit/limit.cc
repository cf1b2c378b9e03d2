#include "app/acrida/limit/limit.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "app/acrida/limit/limit_json.h"
#include "app/acrida/limit/limit_options.h"
#include "app/acrida/limit/limit_search.h"
#include "app/acrida/limit/limit_subject.h"
#include "app/acrida/limit/limit_text.h"
#include "app/acrida/run_info.h"
#include "app/acrida/text_style_of.h"
#include "app/output.h"
#include "base/failure.h"
#include "base/file.h"
#include "report/summary.h"

namespace acrida::app {
namespace {

constexpr double kStartRate = 20;  // a second
constexpr double kStartUsers = 1;

bool asks_for(const std::vector<std::string>& words, std::string_view letter, std::string_view name) {
  return std::any_of(words.begin(), words.end(),
                     [&](const auto& word) { return word == letter || word == name; });
}

// Throws base::UsageError for rules that nothing can be proven about.
void look_at_rules(const std::vector<stats::SloRule>& rules) {
  if (rules.empty())
    throw base::UsageError("a limit needs a rule that can be broken; add --slo 'p99<50ms' or another one");
  for (const auto& rule : rules) {
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

// What a plan file, a variable or a config file says of load and time is for runs.
void forget_loads(RunOptions& options) {
  options.load.stream.reset();
  options.load.users.reset();
  options.plan.iterations.reset();
  options.plan.run_time.reset();
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
      : unit_(unit), quiet_(quiet), terminal_(!quiet && ::isatty(STDERR_FILENO) != 0) {}

  void begin(const std::string& headline) const {
    if (!quiet_) fmt::print(stderr, "{}\n{}", headline, probe_heading());
  }
  void second(const capacity::Probe& probe, const stats::Snapshot& now) {
    if (!terminal_ || now.late) return;
    fmt::print(stderr, "\r\x1b[K{:>5} {:<8} {:>12} {:>5} s  {} in flight\r", probes_ + 1,
               capacity::name_of(probe.kind), unit_.of(probe.load), now.second + 1, now.in_flight);
    std::fflush(stderr);
  }
  void end(const capacity::ProbeResult& result) {
    ++probes_;
    if (!quiet_)
      fmt::print(stderr, "{}{}", terminal_ ? "\r\x1b[K" : "",
                 probe_line(probes_, result, unit_, text_style_of(stderr).utf8));
  }

 private:
  LoadUnit unit_;
  bool quiet_, terminal_;
  std::size_t probes_ = 0;
};

stats::Outcome outcome_of(const LimitSearch& search) {
  stats::Outcome outcome;
  outcome.exit_code = search.trouble().empty() ? exit_code_of(search.search().limit().outcome) : 1;
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
  const LimitSubject subject(std::move(own.rest), control);
  auto first = subject.load();
  if (const auto* exit_code = std::get_if<int>(&first)) return *exit_code;
  const RunOptions options = std::get<LoadedUsers>(first).options;
  const auto& rules = options.judging.slos;
  look_at_rules(rules);
  std::get<LoadedUsers>(first).users->set_host(options.plan.host);
  std::get<LoadedUsers>(first).users->quit(0);
  if (!options.summary.empty()) base::done_or_throw(base::replace_file(options.summary, ""));

  const LoadUnit unit{own.over_users, subject.is_a_file()};
  const bool utf8 = text_style_of(stdout).utf8;
  auto info = new_run_info(control.clock, options.plan);
  info.load_model = unit.users ? "closed" : "open";
  const auto settings = settings_of(own, rules);
  Progress progress(unit, options.only_summary);
  progress.begin(limit_headline(settings, unit, info.target));
  LimitSearch search(
      control,
      [&] {
        auto loaded = subject.load();
        auto* users = std::get_if<LoadedUsers>(&loaded);
        if (users == nullptr)
          throw base::RunError("the users cannot be loaded any more; see what was said above");
        users->options.plan.seed = options.plan.seed;
        forget_loads(users->options);
        return std::move(*users);
      },
      rules, unit, settings,
      {[&](const capacity::Probe& probe, const stats::Snapshot& now) { progress.second(probe, now); },
       [&](const capacity::ProbeResult& result) { progress.end(result); }});
  search.carry_out();

  print(limit_text(search.search(), unit, utf8));
  const auto outcome = outcome_of(search);
  if (!options.summary.empty()) {
    base::done_or_throw(base::replace_file(
        options.summary,
        report::summary_json(search.totals(), info, outcome, limit_json(search.search(), unit))));
  }
  if (!search.trouble().empty()) throw base::RunError(search.trouble());
  return outcome.exit_code;
}

}  // namespace acrida::app
