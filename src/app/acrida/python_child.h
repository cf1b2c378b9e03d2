// One process of users in Python, from its start to its end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <acrida/json.h>

#include "app/acrida/control_loop.h"
#include "app/acrida/find_python.h"
#include "async/timer.h"
#include "base/log.h"
#include "cluster/local/child_process.h"
#include "cluster/remote_worker.h"

namespace acrida::app {

class PythonChild {
 public:
  struct Events {
    // It has told something that is not for the runner.
    std::function<void(PythonChild& child, const Json& line)> on_tell;
    // It has ended, as it was asked to or not.
    std::function<void(PythonChild& child)> on_gone;
  };

  // Number `number` (from 0) of so many. Throws base::RunError if it cannot be started.
  PythonChild(ControlLoop& control, const Python& python, std::uint32_t number, std::uint32_t of,
              base::Log log, Events events);

  std::uint32_t number() const { return number_; }
  bool running() const { return process_->running(); }
  // How it ended. REQUIRES: !running()
  const std::string& end() const { return end_; }
  void send(const std::string& line) { process_->send(line); }
  void kill();

  // The runner's side of its users, for one run; the runner owns it, and lets it go before this child goes.
  std::unique_ptr<load::WorkerLink> worker(const load::RunPlan& plan, stats::EndpointTable& endpoints,
                                           std::uint32_t workers);
  void forget_worker() { worker_ = nullptr; }

  // While it is watched, its silence is told, with the place where its Python code is.
  void watch(bool on);
  // It is to end within this time; if it is silent then, it is killed.
  void expect_end_within(base::Duration time);

 private:
  void on_line(std::string_view line);
  void on_exit(const std::string& how);
  void look();
  void tell_place();
  base::TimePoint now() const { return control_.clock.now(); }
  std::string name() const;

  ControlLoop& control_;
  std::uint32_t number_;
  base::Log log_;
  Events events_;
  std::unique_ptr<cluster::local::ChildProcess> process_;
  cluster::RemoteWorker* worker_ = nullptr;
  std::string end_;
  base::TimePoint last_heard_;
  std::optional<base::TimePoint> end_due_;
  bool silent_ = false;                  // and that was told
  std::vector<std::string> last_words_;  // of the last time it was asked where it is
  async::Timer look_timer_, place_timer_;
};

}  // namespace acrida::app
