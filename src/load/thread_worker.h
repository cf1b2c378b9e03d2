// A worker on an engine thread of this process.
#pragma once

#include <memory>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "base/log.h"
#include "load/run_plan.h"
#include "load/scenario.h"
#include "load/worker_link.h"
#include "net/connector.h"
#include "stats/endpoint.h"

namespace acrida::load {

// Where the users of one thread live. In simulated time it may be the control loop itself.
struct EngineSeat {
  async::Loop& loop;
  net::Connector& connector;
};

// One worker a seat. What they are given outlives them, but for `plan`. Destroy them when the engines' loops
// no longer turn, or on their own thread.
ACRIDA_API std::vector<std::unique_ptr<WorkerLink>> thread_workers(async::Loop& control,
                                                                   const std::vector<EngineSeat>& seats,
                                                                   const RunPlan& plan, Scenario& scenario,
                                                                   stats::EndpointTable& endpoints,
                                                                   const base::Log& log);

}  // namespace acrida::load
