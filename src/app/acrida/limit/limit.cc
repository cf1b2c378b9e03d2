#include "app/acrida/limit/limit.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <variant>

#include <fmt/format.h>

#include <acrida/random.h>

#include "app/acrida/attack/attack.h"
#include "app/acrida/limit/limit_json.h"
#include "app/acrida/limit/limit_options.h"
#include "app/acrida/limit/limit_search.h"
#include "app/output.h"
#include "base/failure.h"
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
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return word == letter || word == name; });
}

// What a probe decides for itself must not be said for all of them.
void refuse_loads(const RunOptions& options) {
  if (options.load.stream || options.load.users)
    throw base::UsageError("--rate and --stages are what a limit is searched over; --start and --highest bound it");
  if (options.plan.iterations || options.plan.run_time)
    throw base::UsageError("-n and the run time of a probe follow from what it shows; --budget bounds the search");
  if (options.slos.empty())
    throw base::UsageError("a limit needs a rule that can be broken; add --slo 'p99<50ms' or another one");
  for (const auto& rule : options.slos) {
    if (!rule.has_misses() || rule.allowed_share() <= 0 || rule.allowed_share() >= 1) {
      throw base::UsageError(fmt::format(
          "--slo {}: a limit needs rules that allow some requests to miss, such as p99<50ms or errors<1%",
          rule.text()));
    }
  }
}

capacity::SearchSettings settings_of(const LimitOptions& own, const std::vector<stats::SloRule>& rules) {
  capacity::SearchSettings settings;
  for (const auto& rule : rules) settings.allowed.push_back(rule.allowed_share());
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
  explicit Progress(LoadUnit unit) : unit_(unit), terminal_(::isatty(STDERR_FILENO) != 0) {}

  void begin(const capacity::Probe&) { second_ = 0; }
  void second(const capacity::Probe& probe, const stats::Snapshot& now) {
    ++second_;
    if (!terminal_) return;
    fmt::print(stderr, "\r\x1b[K{:>5} {:<8} {:>12} {:>5} s  {} in flight\r", probes_ + 1,
               capacity::name_of(probe.kind), unit_.of(probe.load), second_, now.in_flight);
    std::fflush(stderr);
  }
  void end(const capacity::ProbeResult& result) {
    fmt::print(stderr, "{}{}", terminal_ ? "\r\x1b[K" : "", probe_line(++probes_, result, unit_));
  }

 private:
  LoadUnit unit_;
  bool terminal_;
  std::size_t probes_ = 0;
  int second_ = 0;
};

}  // namespace

int limit(const std::vector<std::string>& arguments) {
  if (asks_for(arguments, "-h", "--help")) return print(limit_help()), 0;
  const auto own = limit_options_of(arguments);
  ControlLoop control;
  return 0;
}

}  // namespace acrida::app
