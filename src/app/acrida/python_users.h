// Users in Python: in processes of their own, which load the locustfiles and are told when to start and stop
// whom.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <acrida/json.h>

#include "app/acrida/command_line/option_set.h"
#include "app/acrida/control_loop.h"
#include "app/acrida/find_python.h"
#include "app/acrida/python_child.h"
#include "app/acrida/users.h"
#include "base/log.h"
#include "cluster/share_text.h"

namespace acrida::app {

class PythonUsers final : public Users {
 public:
  // What the locustfiles say of themselves.
  struct Loaded {
    std::vector<CustomOption> options;
    std::vector<std::string> user_classes;  // those that the command line names
    std::optional<int> exit_code;           // set: they cannot be loaded, and why was told
  };

  // Starts `processes` processes (>= 1). Throws base::RunError when that is not possible.
  PythonUsers(ControlLoop& control, const Python& python, int processes, base::Log log);
  ~PythonUsers() override;

  // Lets them load the files that this command line names; turns the control loop meanwhile.
  Loaded load(const std::vector<std::string>& arguments, const std::vector<std::string>& files, bool help);
  void set_log(base::Log log) { log_ = std::move(log); }

  std::string title() const override { return title_; }
  std::vector<load::UserClass> classes() const override { return classes_; }
  void set_host(const std::string&) override {}  // a user without one stops the test itself
  bool prepare(load::RunPlan& plan) override;
  std::vector<std::unique_ptr<load::WorkerLink>> workers(const load::RunPlan& plan,
                                                         stats::EndpointTable& endpoints) override;
  void begin(RunControl& run) override;
  void on_spawned(std::uint32_t users) override;
  void on_second(const stats::Snapshot& second, const stats::EndpointTable& endpoints) override;
  void on_stop() override;
  void end() override;
  bool conclude() override;
  UsersUsage usage() const override { return usage_; }
  std::optional<int> exit_code() const override;
  void quit(int exit_code) override;

 private:
  // Sends it to all, and turns the loop until each has answered, with "tell": `answer`, or is gone. Answers
  // come in the children's order; those that are gone have none.
  std::vector<Json> ask(const std::string& line, const char* answer);
  void send(const std::string& line);
  void refuse_arrivals_for_own_run(const load::RunPlan& plan) const;
  void on_tell(PythonChild& child, const Json& line);
  void on_gone(PythonChild& child);
  load::ClassChoice choice_of(const Json& names) const;
  bool all_gone() const;
  bool all_answered() const;

  ControlLoop& control_;
  base::Log log_;
  std::string title_;
  std::vector<std::unique_ptr<PythonChild>> children_;
  std::vector<load::UserClass> classes_;
  std::vector<bool> own_run_;  // by class: it has a run() of its own
  RunControl* run_ = nullptr;
  base::Duration stop_timeout_{};
  UsersUsage usage_;
  std::optional<cluster::ShareWriter> seconds_;  // for the first process, when there are others
  std::optional<int> exit_code_;
  std::string failure_;        // why one could not load the files
  bool first_failed_ = false;  // which says so itself
  bool stop_wanted_ = false, died_ = false, quitting_ = false;

  // Of ask().
  const char* awaited_ = nullptr;
  std::vector<std::optional<Json>> answers_;
};

}  // namespace acrida::app
