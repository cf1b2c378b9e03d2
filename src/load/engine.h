// What one engine thread offers to its users.
#pragma once

#include "async/loop.h"
#include "base/log.h"
#include "http/client.h"
#include "load/run_plan.h"
#include "stats/endpoint.h"
#include "stats/histogram.h"
#include "stats/recorder.h"

namespace acrida::load {

// Belongs to its thread alone; what it refers to outlives the run.
struct Engine {
  async::Loop& loop;
  http::ClientContext http;
  stats::Recorder recorder;
  stats::EndpointCache endpoints;
  const RunPlan& plan;
  const base::Log& log;
  stats::Histogram dispatch_lag = {};  // how late waiting users were woken: the generator's own slowness
};

}  // namespace acrida::load
