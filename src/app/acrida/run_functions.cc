#include "app/acrida/run_functions.h"

#include <utility>

#include "async/job.h"
#include "load/engine.h"
#include "net/tcp_connector.h"

namespace acrida::app {
namespace {

Task<> note(Task<bool> functions, bool& good) { good = co_await std::move(functions); }

}  // namespace

bool run_functions(async::Loop& loop, scenario::cpp::CppScenario& scenario,
                   Task<bool> (scenario::cpp::CppScenario::*which)(load::Engine&), const load::RunPlan& plan,
                   const base::Log& log) {
  net::TcpConnector connector(loop);
  stats::EndpointTable nowhere;
  load::Engine engine{loop,
                      http::ClientContext(loop, connector, plan.http),
                      stats::Recorder(loop.clock(), loop.clock().now(), [](const stats::Share&) {}),
                      stats::EndpointCache(nowhere),
                      plan,
                      log};
  bool good = false;
  async::Job job(note((scenario.*which)(engine), good), [&](const std::exception_ptr&) { loop.stop(); });
  job.start();
  loop.run();
  if (!job.done()) log.warning("A function of the whole run was cut off");
  return good;
}

}  // namespace acrida::app
