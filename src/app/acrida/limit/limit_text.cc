#include "app/acrida/limit/limit_text.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace acrida::app {
namespace {

using capacity::Outcome;
using capacity::ProbeResult;
using capacity::Verdict;

// Three digits that count: "1.23 ms", "12.3 ms", "1,230 ms" is "1.23 s".
std::string time_text(double seconds) {
  if (seconds <= 0) return "-";
  const double ms = seconds * 1e3;
  if (ms >= 9995) return fmt::format("{:.1f} s", seconds);
  if (ms >= 999.5) return fmt::format("{:.2f} s", seconds);
  return fmt::format("{:.{}f} ms", ms, ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0);
}

std::string percent_text(double fraction) {
  const double percent = fraction * 100;
  return fmt::format("{:.{}f} %", percent, percent == 0 || percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3);
}

// Of the rule that is nearest to being broken, or is.
double worst_fraction(const ProbeResult& probe) {
  double worst = 0;
  for (std::size_t i = 0; i < probe.rules.size(); ++i)
    worst = std::max(worst, probe.rules[i].fraction() / probe.probe.settings.rules[i].allowed);
  for (std::size_t i = 0; i < probe.rules.size(); ++i) {
    if (probe.rules[i].fraction() / probe.probe.settings.rules[i].allowed == worst)
      return probe.rules[i].fraction();
  }
  return 0;
}

std::string bar(double part, std::size_t width, bool utf8) {
  constexpr std::string_view kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double cells = std::clamp(part, 0.0, 1.0) * static_cast<double>(width);
  const auto whole = static_cast<std::size_t>(cells);
  std::string text;
  for (std::size_t i = 0; i < whole; ++i) text += utf8 ? "█" : "#";
  if (utf8) text += kEighths[static_cast<std::size_t>((cells - std::floor(cells)) * 8)];
  return text;
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
  constexpr std::size_t kWidth = 24;
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
    // The shortest bar is one cell: an empty one would look like no latency at all.
    text += fmt::format(
        "{:>11} {:>10.1f} {:>9} {:>9}  {:<10} {}\n",
        unit.users ? fmt::format("{:.0f}", each->probe.load) : fmt::format("{:.1f}", each->probe.load),
        each->throughput, time_text(each->p50_s), time_text(each->p99_s), capacity::name_of(each->verdict),
        bar((1 + part * (kWidth - 1)) / static_cast<double>(kWidth), kWidth, utf8));
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

std::string LoadUnit::of(double load) const {
  if (users) return fmt::format("{:.0f} user{}", load, load == 1 ? "" : "s");
  return fmt::format("{:.{}f}/s", load, load < 10 ? 2 : load < 1000 ? 1 : 0);
}

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

std::string probe_line(std::size_t number, const ProbeResult& probe, const LoadUnit& unit) {
  return fmt::format("{:>5} {:<8} {:>12} {:>5.0f} s {:>9} {:>9} {:>9}  {}\n", number,
                     capacity::name_of(probe.probe.kind), unit.of(probe.probe.load), probe.seconds,
                     time_text(probe.p50_s), time_text(probe.p99_s), percent_text(worst_fraction(probe)),
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
  const auto findings = findings_of(search, unit);
  if (!findings.fit.empty()) text += fmt::format("\n{}\n", findings.fit);
  for (const auto& each : findings.predictions) text += fmt::format("  {}\n", each);
  text += fmt::format("\n{} probes in {:.0f} s\n", search.probes().size(), search.spent_s());
  return text;
}

}  // namespace acrida::app
