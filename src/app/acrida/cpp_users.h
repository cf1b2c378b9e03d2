// Users in C++: on engine threads of this process.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/acrida/control_loop.h"
#include "app/acrida/engine_threads.h"
#include "app/acrida/users.h"
#include "base/log.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app {

class CppUsers final : public Users {
 public:
  CppUsers(ControlLoop& control, std::unique_ptr<scenario::cpp::CppScenario> scenario, base::Log log)
      : control_(control), scenario_(std::move(scenario)), log_(std::move(log)) {}

  std::string title() const override;
  std::vector<load::UserClass> classes() const override { return scenario_->classes(); }
  void set_host(const std::string& host) override;
  bool prepare(load::RunPlan& plan) override;
  std::vector<std::unique_ptr<load::WorkerLink>> workers(const load::RunPlan& plan,
                                                         stats::EndpointTable& endpoints) override;
  void begin(RunControl& run) override;
  void on_spawned(std::uint32_t) override {}
  void on_second(const stats::Snapshot&, const stats::EndpointTable&) override {}
  void on_stop() override {}
  void end() override;
  bool conclude() override;
  UsersUsage usage() const override;
  std::optional<int> exit_code() const override { return std::nullopt; }
  void quit(int) override {}

 private:
  ControlLoop& control_;
  std::unique_ptr<scenario::cpp::CppScenario> scenario_;
  base::Log log_;
  load::RunPlan plan_;
  std::optional<EngineThreads> engines_;
  base::Duration cpu_before_{}, cpu_{};
};

}  // namespace acrida::app
