#include "app/acrida/run_report.h"

namespace acrida::app {

void RunReport::on_snapshot(const stats::Snapshot& second) {
  if (second.starts_anew) log_.info("Resetting stats");
  totals_.add(second);
  for (const auto& sink : sinks_) note(sink->on_snapshot(second, totals_));
  when_second(second);
}

void RunReport::on_end(const load::RunEnd& end) {
  end_ = end;
  when_ended();
}

void RunReport::finish(const stats::Totals& judged, const stats::RunInfo& info, stats::Outcome& outcome,
                       stats::Findings findings, const std::function<void()>& before_last) {
  const auto decide = [&] {
    findings.output_failed = findings.output_failed || output_failed();
    const stats::Decision decision = stats::decide(findings);
    outcome.verdict = decision.verdict;
    outcome.exit_code = decision.exit_code;
  };
  decide();
  if (sinks_.empty()) before_last();
  for (const auto& sink : sinks_) {
    if (sink == sinks_.back()) before_last();
    note(sink->on_finish(judged, info, outcome));
    decide();
  }
}

void RunReport::note(const base::Result<void>& result) {
  if (!result && complaints_.insert(result.error().message).second) log_.error(result.error().message);
}

}  // namespace acrida::app
