#include "report/verdict_report.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/printable.h"
#include "report/short_text.h"

namespace acrida::report {
namespace {

using Subject = stats::SloRule::Subject;

// With as many digits as it takes to see on which side of its limit it is.
std::string actual_text(const stats::SloResult& result) {
  if (!result.had_requests) return "no request";
  if (!result.actual) return "a miss";
  switch (result.rule.subject) {
    case Subject::errors: return fmt::format("{:.4g}%", *result.actual);
    case Subject::rps: return fmt::format("{:.6g}/s", *result.actual);
    default: return fmt::format("{:.5g} ms", *result.actual);
  }
}

std::string seconds_text(base::Duration time) { return fmt::format("{:.7g} s", base::seconds_of(time)); }

}  // namespace

std::string slo_report(const stats::Outcome& outcome) {
  const bool invalid = outcome.verdict == stats::Verdict::invalid;
  if (outcome.slos.empty() && !invalid) return {};
  std::size_t width = 4;
  for (const auto& each : outcome.slos) width = std::max(width, base::printable(each.rule.text()).size());
  std::string text = fmt::format("Verdict: {}\n", stats::name_of(outcome.verdict));
  if (invalid) text += outcome.generator.why + "\n";
  if (outcome.slos.empty()) return text;
  text += fmt::format("     {:<{}} {:>12} {:>10}\n", "rule", width, "actual", "limit");
  bool a_miss = false;
  for (const auto& each : outcome.slos) {
    fmt::format_to(std::back_inserter(text), "{} {:<{}} {:>12} {:>10}\n", each.pass ? "PASS" : "FAIL",
                   base::printable(each.rule.text()), width, actual_text(each), each.rule.limit_text());
    a_miss = a_miss || (each.had_requests && !each.actual);
  }
  if (a_miss)
    text +=
        "a miss: so many requests failed, were dropped or got no answer that the percentile is one of them\n";
  return text;
}

std::string phase_report(const stats::Outcome& outcome) {
  if (!outcome.steady_only) return {};
  std::string text;
  for (const stats::Phase& each : outcome.phases) {
    text += fmt::format("{}{} {} to {}", text.empty() ? "Phases: " : ", ", name_of(each.name),
                        seconds_text(each.from), seconds_text(each.to));
  }
  return text + "; the figures are those of the steady phase alone\n";
}

std::string stall_report(const stats::Outcome& outcome) {
  if (!outcome.hidden) return {};
  const stats::HiddenByStalls& hidden = *outcome.hidden;
  return fmt::format(
      "What these figures hide: while the server stood still, for {} at the longest, its users waited, and "
      "about {} "
      "requests were not sent; had they come at the usual pace, the 99th percentile would be about {} rather "
      "than {}. "
      "Open load (--rate) measures that.\n",
      short_time(hidden.longest, false), grouped(static_cast<std::uint64_t>(hidden.requests)),
      short_time(hidden.p99_of_all, false), short_time(hidden.p99_shown, false));
}

}  // namespace acrida::report
