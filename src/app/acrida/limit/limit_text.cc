#include "app/acrida/limit/limit_text.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "app/acrida/limit/limit_fits.h"
#include "report/bar_text.h"
#include "report/short_text.h"

namespace acrida::app {
namespace {

using capacity::Outcome;
using capacity::ProbeResult;
using capacity::Verdict;

std::string time_text(double seconds, bool utf8) {
  return seconds > 0 ? report::short_time(base::from_seconds(seconds), utf8) : "-";
}

// Of the rule that is nearest to being broken, or is.
std::string missed_text(const ProbeResult& probe) {
  const capacity::RuleEstimate* worst = nullptr;
  double most = -1;
  for (std::size_t i = 0; i < probe.rules.size(); ++i) {
    const double used = probe.rules[i].fraction() / probe.probe.settings.rules[i].allowed;
    if (used <= most) continue;
    most = used;
    worst = &probe.rules[i];
  }
  return worst == nullptr || worst->of == 0 ? "-" : report::percent_text(worst->misses, worst->of);
}

// Loads upwards; of those that were offered twice, both.
std::vector<const ProbeResult*> by_load(const std::vector<ProbeResult>& probes) {
  std::vector<const ProbeResult*> sorted;
  for (const auto& probe : probes) {
    if (probe.throughput > 0) sorted.push_back(&probe);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->probe.load < b->probe.load; });
  return sorted;
}

std::string curve_text(const std::vector<ProbeResult>& probes, const LoadUnit& unit, bool utf8) {
  constexpr int kWidth = 24;
  const auto sorted = by_load(probes);
  if (sorted.size() < 2) return {};
  double low = sorted.front()->p99_s;
  double high = low;
  for (const auto* each : sorted) {
    if (each->p99_s <= 0) continue;
    low = low <= 0 ? each->p99_s : std::min(low, each->p99_s);
    high = std::max(high, each->p99_s);
  }
  std::string text = fmt::format("\n{:>11} {:>10} {:>9} {:>9}  {:<10} p99 of latency, logarithmic\n",
                                 unit.users ? "users" : "offered/s", "answered/s", "p50", "p99", "verdict");
  for (const auto* each : sorted) {
    const double part =
        each->p99_s > 0 && high > low ? std::log(each->p99_s / low) / std::log(high / low) : 0;
    // The shortest bar is one cell: none would look like no latency at all.
    auto line = fmt::format(
        "{:>11} {:>10.1f} {:>9} {:>9}  {:<10} {}",
        unit.users ? fmt::format("{:.0f}", each->probe.load) : fmt::format("{:.1f}", each->probe.load),
        each->throughput, time_text(each->p50_s, utf8), time_text(each->p99_s, utf8),
        capacity::name_of(each->verdict), report::bar_text(1 + part * (kWidth - 1), kWidth, utf8));
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string rules_text(const std::vector<capacity::Rule>& rules) {
  std::string text;
  for (const auto& rule : rules) text += (text.empty() ? "" : " and ") + rule.name;
  return text;
}

// The last probe of this load with this verdict.
const ProbeResult* probe_at(const capacity::Search& search, double load, Verdict verdict) {
  const auto& probes = search.probes();
  const auto found = std::find_if(probes.rbegin(), probes.rend(), [&](const auto& each) {
    return each.probe.load == load && each.verdict == verdict;
  });
  return found == probes.rend() ? nullptr : &*found;
}

std::string answer_text(const capacity::Search& search, const LoadUnit& unit) {
  const auto& rules = search.settings().rules;
  const auto& limit = search.limit();
  const double confidence = limit.confidence * 100;
  switch (limit.outcome) {
    case Outcome::found:
      return fmt::format("Limit: {} to {} ({:.0f} % confidence), held to {}\n", unit.of(*limit.pass),
                         unit.of(*limit.fail), confidence, rules_text(rules));
    case Outcome::lowest_fails:
      return fmt::format("No limit: the lowest load, {}, already breaks {}\n",
                         unit.of(limit.fail.value_or(search.settings().start)), rules_text(rules));
    case Outcome::no_fail:
      return fmt::format("The limit is above {}, the highest load that may be offered; --highest raises it\n",
                         unit.of(limit.pass.value_or(search.settings().highest)));
    case Outcome::undecided:
      if (limit.pass)
        return fmt::format("Undecided: at least {}; nothing was proven to fail\n", unit.of(*limit.pass));
      if (limit.fail)
        return fmt::format("Undecided: below {}; nothing was proven to pass\n", unit.of(*limit.fail));
      return "Undecided: nothing was proven\n";
    case Outcome::invalid:
      return "No answer: this machine was too slow to offer the loads; 'acrida doctor' says what limits it\n";
  }
  return {};
}

std::string side_text(const char* side, const capacity::Search& search, std::optional<double> load,
                      Verdict verdict, const LoadUnit& unit) {
  if (!load) return {};
  const auto* probe = probe_at(search, *load, verdict);
  return probe == nullptr ? std::string()
                          : fmt::format("  {} at {}: {}\n", side, unit.of(*load), probe->reason);
}

}  // namespace

std::string limit_headline(const capacity::SearchSettings& settings, const LoadUnit& unit,
                           const std::string& target) {
  return fmt::format("How many {} keep {}{}{}? To {:.3g} %, within {:.0f} s", unit.name(),
                     rules_text(settings.rules), target.empty() ? "" : " at ", target,
                     settings.precision * 100, settings.budget_s);
}

std::string probe_heading() {
  return fmt::format("{:>5} {:<8} {:>12} {:>7} {:>9} {:>9} {:>9}  {}\n", "probe", "kind", "load", "time",
                     "p50", "p99", "missed", "verdict");
}

std::string probe_line(std::size_t number, const ProbeResult& probe, const LoadUnit& unit, bool utf8) {
  return fmt::format("{:>5} {:<8} {:>12} {:>5.0f} s {:>9} {:>9} {:>9}  {}\n", number,
                     capacity::name_of(probe.probe.kind), unit.of(probe.probe.load), probe.seconds,
                     time_text(probe.p50_s, utf8), time_text(probe.p99_s, utf8), missed_text(probe),
                     probe.verdict == Verdict::pass
                         ? std::string(capacity::name_of(probe.verdict))
                         : fmt::format("{}: {}", capacity::name_of(probe.verdict), probe.reason));
}

std::string limit_text(const capacity::Search& search, const LoadUnit& unit, bool utf8) {
  const auto& limit = search.limit();
  std::string text = answer_text(search, unit);
  text += side_text("passes", search, limit.pass, Verdict::pass, unit);
  text += side_text("fails", search, limit.fail, Verdict::fail, unit);
  if (limit.outcome == Outcome::found && !limit.confirmed)
    text += "  The passing load was not seen to pass a second time: the budget was spent.\n";
  if (limit.outcome != Outcome::found && !limit.reason.empty()) text += fmt::format("  {}\n", limit.reason);
  if (!limit.hysteresis_text.empty()) text += fmt::format("  {}\n", limit.hysteresis_text);
  text += curve_text(search.probes(), unit, utf8);
  const auto fits = fits_of(search, unit);
  if (!fits.model.empty()) text += fmt::format("\n{}\n", fits.model);
  for (const auto& each : fits.predictions) text += fmt::format("  {}\n", each);
  text += fmt::format("\n{} probes in {:.0f} s\n", search.probes().size(), search.spent_s());
  return text;
}

}  // namespace acrida::app
