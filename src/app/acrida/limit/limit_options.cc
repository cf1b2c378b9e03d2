#include "app/acrida/limit/limit_options.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "base/failure.h"
#include "base/text.h"

namespace acrida::app {
namespace {

constexpr std::string_view kHelp =
    R"(Usage: acrida limit (URL | -f FILE) --slo RULE [--slo RULE]... [OPTION]...

Find the highest load at which a service meets its SLOs: as an interval from a
load that is proven to meet them to one that is proven to break one.

What to search:
      --slo RULE             What must hold: 'p99<50ms', 'errors<1%',
                             'p95(POST /predict)<20ms'; may be given many times
      --over rate|users      Arrivals a second, or users that wait for their
                             answers (rate)
      --start LOAD           The lowest load to try (20 a second; 1 user)
      --highest LOAD         Never offer more than this
      --precision P          Done when the failing load is at most so much above
                             the passing one (0.05)
      --budget TIME          Stop then, with what is known (10m)

What is asked is said as in 'acrida attack' (a URL, --body, --header, --method)
or as in a run (-f FILE, -H HOST, user classes, tags, the file's own options);
--arrivals, --max-in-flight, --threads, --processes, --seed, --stop-timeout,
those of connections, and --summary FILE work as there.

How it is done: each probe offers one load until a sequential test is sure, or
gives up, and takes into account that misses come in bursts; between probes the
service is left to finish what it has. Probes double the load from a low one,
then halve the gap; the highest load that passed is probed again, longer, with
other arrivals. Nothing in between is asserted: docs/limit.md.

Examples:
  acrida limit http://127.0.0.1:8080/predict --body patient.json \
         --slo 'p99<20ms' --slo 'errors<0.1%'
      How many predictions a second keep both rules.
  acrida limit -f users.cpp -H http://127.0.0.1:8080 --over users \
         --slo 'p95<100ms' --budget 5m --summary out/limit.json
      How many users do; the probes and the curve as JSON.

Exit codes:
  0   an interval was found
  1   it could not start, or not write its files
  2   wrong usage
  3   the lowest load already breaks a rule
  4   this machine was too slow to offer the loads: no word about the service
  5   undecided: the budget is spent, or nothing broke a rule
  70  a bug of ours
)";

double positive(std::string_view name, std::string_view text) {
  const auto number = base::parse_number(text);
  if (number && *number > 0) return *number;
  throw base::UsageError(fmt::format("--{}: '{}' is not a number above 0", name, text));
}

double load_of(std::string_view name, std::string_view text) {
  if (text.ends_with("/s")) text.remove_suffix(2);
  const double load = positive(name, text);
  if (load <= 10e6) return load;
  throw base::UsageError(fmt::format("--{}: {} is beyond 10 million", name, text));
}

void take(LimitOptions& options, std::string_view name, const std::string& value) {
  if (name == "over") {
    if (value != "rate" && value != "users")
      throw base::UsageError(fmt::format("--over: '{}' is neither rate nor users", value));
    options.over_users = value == "users";
  } else if (name == "start") {
    options.start = load_of(name, value);
  } else if (name == "highest") {
    options.highest = load_of(name, value);
  } else if (name == "precision") {
    options.precision = positive(name, value);
    if (options.precision < 0.005 || options.precision > 1)
      throw base::UsageError(fmt::format("--precision: {} is not in 0.005 to 1", value));
  } else {
    const auto budget = base::parse_timespan(value);
    if (!budget || *budget < std::chrono::seconds(10))
      throw base::UsageError(
          fmt::format("--budget: '{}' is no time of at least 10 s; write 5m or 1h", value));
    options.budget = *budget;
  }
}

}  // namespace

LimitOptions limit_options_of(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 5> kOwn{"over", "start", "highest", "precision", "budget"};
  LimitOptions options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const auto equals = word.find('=');
    const auto name = word.starts_with("--") ? word.substr(2, equals == word.npos ? equals : equals - 2) : "";
    if (std::find(kOwn.begin(), kOwn.end(), name) == kOwn.end()) {
      options.rest.push_back(words[i]);
    } else if (equals != word.npos) {
      take(options, name, words[i].substr(equals + 1));
    } else if (++i < words.size()) {
      take(options, name, words[i]);
    } else {
      throw base::UsageError(fmt::format("{} needs a value", word));
    }
  }
  if (options.over_users && ((options.start && *options.start != std::floor(*options.start)) ||
                             (options.highest && *options.highest != std::floor(*options.highest))))
    throw base::UsageError("--start and --highest: users are whole");
  if (options.start && options.highest && *options.start > *options.highest)
    throw base::UsageError("--start is above --highest: nothing is left to search");
  return options;
}

std::string limit_help() { return std::string(kHelp); }

}  // namespace acrida::app
