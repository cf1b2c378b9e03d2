#include "app/acrida/cpp_users.h"

#include "app/acrida/run_functions.h"
#include "app/acrida/this_process.h"
#include "base/failure.h"
#include "load/thread_worker.h"

namespace acrida::app {

using scenario::cpp::CppScenario;

std::string CppUsers::title() const { return "acrida " ACRIDA_VERSION; }

void CppUsers::set_host(const std::string& host) {
  if (auto hosts = scenario_->set_host(host); !hosts) throw base::UsageError(hosts.error().message);
}

bool CppUsers::prepare(load::RunPlan& plan) {
  plan_ = plan;
  return run_functions(control_.loop, *scenario_, &CppScenario::begin_run, plan_, log_);
}

std::vector<std::unique_ptr<load::WorkerLink>> CppUsers::workers(const load::RunPlan& plan,
                                                                 stats::EndpointTable& endpoints) {
  engines_.emplace(control_.clock, plan.threads);
  return load::thread_workers(control_.loop, engines_->seats(), plan, *scenario_, endpoints, log_);
}

void CppUsers::begin(RunControl&) {
  cpu_before_ = cpu_time();
  engines_->start();
}

void CppUsers::end() {
  engines_->stop();
  cpu_ = cpu_time() - cpu_before_;
}

bool CppUsers::conclude() {
  return run_functions(control_.loop, *scenario_, &CppScenario::end_run, plan_, log_);
}

UsersUsage CppUsers::usage() const { return {cpu_, peak_rss_bytes()}; }

}  // namespace acrida::app
