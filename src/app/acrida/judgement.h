// What a run is judged by and what it is called in the end: its phases, rules, the generator's health.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/acrida/judging.h"
#include "app/acrida/users.h"
#include "base/clock.h"
#include "load/run_plan.h"
#include "load/runner.h"
#include "stats/phases.h"
#include "stats/sink.h"
#include "stats/slo_judge.h"
#include "stats/stalls.h"
#include "stats/totals.h"
#include "stats/verdict.h"

namespace acrida::app {

// On the control loop.
class Judgement {
 public:
  // REQUIRES: `endpoints` outlives this
  Judgement(const Judging& judging, const load::RunPlan& plan, const stats::EndpointTable& endpoints);

  // All users are there; of loads that follow a shape, it is up when the shape has ended its first rise.
  void on_spawned(base::Duration since_start);
  void on_snapshot(const stats::Snapshot& second);
  // Why the run is to be stopped: a rule with ! is broken. Once.
  std::optional<std::string> why_stop();

  // Everything but verdict and exit code. After the last snapshot; once. `whole` are the totals of the run.
  stats::Outcome outcome(const stats::Totals& whole, const load::RunEnd& end, const UsersUsage& usage);
  // What is reported: `whole`, or with a warm-up the totals of the steady phase.
  const stats::Totals& judged(const stats::Totals& whole) const { return steady_ ? *steady_ : whole; }
  // What the verdict depends on, as far as it is known here. After outcome().
  stats::Findings findings(const stats::Totals& whole, const stats::Outcome& outcome) const;

 private:
  stats::GeneratorHealth health_of(const stats::Totals& whole, const load::RunEnd& end,
                                   const UsersUsage& usage) const;

  std::vector<stats::SloRule> rules_;
  bool precision_asked_, closed_;
  bool steady_users_;     // as many from the ramp's end on
  bool spawned_ = false;  // all of them
  bool manned_;           // some users follow no shape, and are started one by one
  base::Duration shapes_rise_;
  std::optional<stats::Totals> steady_;
  stats::SloJudge judge_;
  stats::Phases phases_;
  stats::Stalls stalls_;
  bool stop_asked_ = false;
};

}  // namespace acrida::app
