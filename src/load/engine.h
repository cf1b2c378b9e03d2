// What one engine thread offers to its users.
#pragma once

#include "async/loop.h"
#include "base/log.h"
#include "http/client.h"
#include "load/engine_health.h"
#include "load/run_plan.h"
#include "stats/endpoint.h"
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
  EngineHealth health = {};
  // Iterations that the users of this thread may still begin, which a closed user takes one of before each
  // task (an innermost one) and ends when there is none; RunPlan::iterations.
  std::uint64_t iterations_left = ~std::uint64_t{0};
};

}  // namespace acrida::load
