// One probe of a search: a run of its own at one load, that goes on until whoever watches has seen enough.
#pragma once

#include <functional>
#include <optional>

#include "app/acrida/control_loop.h"
#include "app/acrida/users.h"
#include "load/local_runner.h"
#include "load/run_plan.h"
#include "stats/endpoint.h"
#include "stats/snapshot.h"

namespace acrida::app {

class ProbeRun final : private RunControl, private load::RunObserver {
 public:
  // Told of each second, until the last answers are in; true: it has seen enough.
  using Watch = std::function<bool(const stats::Snapshot& second)>;

  // What it is given outlives it, but for `plan`, whose run time is the longest that the probe may take.
  ProbeRun(ControlLoop& control, Users& users, load::RunPlan plan, stats::EndpointTable& endpoints,
           Watch watch);

  // Returns when nothing is in flight any more: what was still out has been answered, or has been given up
  // after the plan's stop timeout. False: the users' own code has failed, which was told, or wants the run to
  // stop.
  bool carry_out();

  // From a signal: gracefully, then at once. Nothing happens when it has ended.
  void stop() override;
  void abort();

  const load::RunEnd& end() const { return end_; }

 private:
  void change_users(std::uint32_t, double, const load::ClassChoice&) override {}
  void on_snapshot(const stats::Snapshot& second) override;
  void on_spawned() override;
  void on_stopping() override;
  void on_end(const load::RunEnd& end) override;

  ControlLoop& control_;
  Users& users_;
  load::RunPlan plan_;
  Watch watch_;
  stats::EndpointTable& endpoints_;
  load::RunEnd end_;
  std::optional<load::LocalRunner> runner_;
  bool stopping_ = false;   // nobody watches any more
  bool cut_short_ = false;  // by somebody else than the watch
};

}  // namespace acrida::app
