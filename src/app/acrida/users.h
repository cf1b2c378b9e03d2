// The users of a run, in whatever language they are written, as the command sees them: what they are, and
// what they need done besides being started and stopped.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "load/run_plan.h"
#include "load/scenario.h"
#include "load/worker_link.h"
#include "stats/endpoint.h"
#include "stats/snapshot.h"

namespace acrida::app {

// What users may ask of their run. On the control loop.
class RunControl {
 public:
  virtual void stop() = 0;
  virtual void change_users(std::uint32_t users, double rate) = 0;

 protected:
  ~RunControl() = default;
};

// What the processes of users have used.
struct UsersUsage {
  base::Duration cpu{};
  std::uint64_t peak_rss_bytes = 0;  // of all of them together
};

// Everything is called on the control loop's thread, in this order.
class Users {
 public:
  virtual ~Users() = default;

  // What is being started: "acrida 1.0".
  virtual std::string title() const = 0;
  virtual std::vector<load::UserClass> classes() const = 0;
  // Throws base::UsageError when it is known by now that some could ask nobody.
  virtual void set_host(const std::string& host) = 0;

  // What comes before the first user: functions of the whole run, listeners of its start. Turns the control
  // loop until it is done; whoever stops the loop cuts it off. May change the plan, when the users' own shape
  // says how many there are. False: some of it failed, which was told.
  virtual bool prepare(load::RunPlan& plan) = 0;
  // To be destroyed before the users.
  virtual std::vector<std::unique_ptr<load::WorkerLink>> workers(const load::RunPlan& plan,
                                                                 stats::EndpointTable& endpoints) = 0;
  virtual void begin(RunControl& run) = 0;
  // As many as were wanted are there.
  virtual void on_spawned(std::uint32_t users) = 0;
  // What all of them have done in a second (or in a late part of one).
  virtual void on_second(const stats::Snapshot& second, const stats::EndpointTable& endpoints) = 0;
  // They are about to be stopped.
  virtual void on_stop() = 0;
  // None is left.
  virtual void end() = 0;
  // What comes after the last user; as prepare().
  virtual bool conclude() = 0;
  virtual UsersUsage usage() const = 0;
  // What the users' files want the exit code to be.
  virtual std::optional<int> exit_code() const = 0;
  virtual void quit(int exit_code) = 0;
};

}  // namespace acrida::app
