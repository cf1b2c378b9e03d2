// Runs a plan on the workers of this machine: engine threads of this process, or processes of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "async/timer.h"
#include "load/ramp.h"
#include "load/run_plan.h"
#include "load/runner.h"
#include "load/worker_link.h"
#include "stats/timeline.h"

namespace acrida::load {

// Lives on the control loop; what it refers to outlives it.
class ACRIDA_API LocalRunner final : public Runner {
 public:
  LocalRunner(async::Loop& control, std::vector<std::unique_ptr<WorkerLink>> workers, const RunPlan& plan,
              RunObserver& observer);
  ~LocalRunner() override;

  void start() override;
  void change_users(std::uint32_t users, double rate, const ClassChoice& of) override;
  void stop() override;
  void abort() override;

 private:
  void on_time_over();
  void on_second();
  void on_worker_arrived(std::uint32_t change);
  void on_worker_idle(std::uint32_t change);
  void on_worker_ended(const EngineHealth& health, base::TimePoint last_finish);
  stats::Gauges gauges() const;
  base::Duration since_start() const { return control_.clock().now() - start_; }

  async::Loop& control_;
  RunPlan plan_;
  RunObserver& observer_;
  std::vector<std::unique_ptr<WorkerLink>> workers_;
  base::TimePoint start_, last_finish_;
  std::optional<base::TimePoint> stopped_;
  std::optional<stats::Timeline> timeline_;
  RunEnd end_;
  Ramp ramp_;
  std::uint32_t change_ = 0;  // the number of the last thing that the workers were told to do
  std::size_t arrived_ = 0, idle_ = 0, ended_ = 0;  // workers, of this change
  bool goes_on_empty_ = false, stopping_ = false, finishing_ = false;
  bool reset_ = false;  // the statistics have started anew, or are about to
  async::Timer run_timer_, second_timer_;
};

}  // namespace acrida::load
