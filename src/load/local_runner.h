// Runs a plan on the engine threads of this process.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "async/timer.h"
#include "base/log.h"
#include "load/ramp.h"
#include "load/run_plan.h"
#include "load/runner.h"
#include "load/scenario.h"
#include "net/connector.h"
#include "stats/endpoint.h"
#include "stats/timeline.h"

namespace acrida::load {

class Worker;

// Where the users of one thread live. In simulated time it may be the control loop itself.
struct EngineSeat {
  async::Loop& loop;
  net::Connector& connector;
};

// Lives on the control loop; what it refers to outlives it. Destroy it when the engines' loops no longer
// turn, or on their own thread.
class ACRIDA_API LocalRunner final : public Runner {
 public:
  LocalRunner(async::Loop& control, std::vector<EngineSeat> seats, const RunPlan& plan, Scenario& scenario,
              stats::EndpointTable& endpoints, const base::Log& log, RunObserver& observer);
  ~LocalRunner() override;

  void start() override;
  void change_users(std::uint32_t users, double rate) override;
  void stop() override;
  void abort() override;

 private:
  void on_time_over();
  void on_second();
  void on_worker_arrived(std::uint32_t change);
  void on_worker_idle(std::uint32_t change);
  void on_worker_ended(const stats::Histogram& lag, base::TimePoint last_finish);
  std::uint32_t users() const;
  template <class Call>
  void tell_workers(Call call);
  base::Duration since_start() const { return control_.clock().now() - start_; }

  async::Loop& control_;
  std::vector<EngineSeat> seats_;
  RunPlan plan_;
  RunObserver& observer_;
  std::vector<std::unique_ptr<Worker>> workers_;
  base::TimePoint start_, last_finish_;
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
