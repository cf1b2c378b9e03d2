// The other side of a RemoteWorker: runs the worker in this process.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <acrida/export.h>
#include <acrida/json.h>

#include "async/loop.h"
#include "async/timer.h"
#include "base/log.h"
#include "cluster/share_text.h"
#include "load/run_plan.h"
#include "load/scenario.h"
#include "load/worker.h"
#include "net/connector.h"
#include "stats/endpoint.h"

namespace acrida::cluster {

// Lives on the loop of its users; what it refers to outlives it.
class ACRIDA_API WorkerHost {
 public:
  using Tell = std::function<void(const std::string& line)>;

  WorkerHost(async::Loop& loop, net::Connector& connector, load::Scenario& scenario, const base::Log& log,
             Tell tell);
  ~WorkerHost();

  // False: the line is not for a worker. Throws JsonError for what no RemoteWorker says.
  bool take(const Json& line);

  stats::EndpointTable& endpoints() { return endpoints_; }
  // Shown each share before it goes; may be empty.
  std::function<void(const stats::Share&)> on_share;

 private:
  void begin(const Json& line);
  void tell_share(const stats::Share& share);
  void tell_change(const char* what, std::uint32_t change);
  void tell_users();

  async::Loop& loop_;
  net::Connector& connector_;
  load::Scenario& scenario_;
  const base::Log& log_;
  Tell tell_;
  stats::EndpointTable endpoints_;
  ShareWriter shares_{endpoints_};
  load::RunPlan plan_;
  std::unique_ptr<load::Worker> worker_;
  async::Timer gauge_timer_;
};

}  // namespace acrida::cluster
