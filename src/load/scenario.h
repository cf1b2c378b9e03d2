// How `load` sees users, whatever language describes them: it decides when they start and stop, they decide
// what an iteration is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "load/engine.h"
#include "load/run_plan.h"
#include "load/shape.h"

namespace acrida::load {

// What part of all picks a task gets, 0..1; of a set of tasks, its own share and those inside.
struct TaskShare {
  std::string name;
  double ratio = 0;
  std::vector<TaskShare> tasks = {};
};

struct UserClass {
  std::string name;
  double weight = 1;              // share among the classes; 0: none are made
  std::uint32_t fixed_count = 0;  // > 0: exactly so many, made first, and the weight is not used
  std::string host;               // what the class itself says; empty: it says nothing
  std::vector<TaskShare> tasks = {};
  // What the class itself wants, unless the run says otherwise; at most one of the two.
  std::optional<Shape> users = {};
  std::optional<ArrivalStream> stream = {};  // but for `of`
};

// Told from a turn of the engine's loop.
class UserListener {
 public:
  // The user is destroyed in a later turn.
  virtual void on_user_ended(std::uint32_t index) = 0;
  // One that stands by waits for its next iteration, which may begin at once: iterate() may be called from
  // here, but nothing that ends the user.
  virtual void on_user_idle(std::uint32_t index) = 0;

 protected:
  ~UserListener() = default;
};

// One simulated client on one engine thread. It ends once: by itself, or after stop() or abort().
class User {
 public:
  virtual ~User() = default;
  // Goes through on_start, then from task to task with waits between them.
  virtual void start() = 0;
  // Instead of start(): goes through on_start, tells that it is idle, and begins a task only when it is told
  // to.
  virtual void stand_by() = 0;
  // One task, of an innermost set if it is in one; tells that it is idle when that is done. The first request
  // is meant to start at `intended`, later ones when they do. REQUIRES: it is idle
  virtual void iterate(base::TimePoint intended) = 0;
  // The current task may finish, then the user ends; one that waits between tasks, or is idle, ends now.
  virtual void stop_gently() = 0;
  // The current task is cut off, and the user ends after its on_stop, which has five seconds.
  virtual void stop() = 0;
  // Ends now, without on_stop.
  virtual void abort() = 0;
};

// Makes the users of one thread; called on that thread only.
class UserFactory {
 public:
  virtual ~UserFactory() = default;
  // `class_index` counts in classes(); `index` numbers the users of the whole run.
  virtual std::unique_ptr<User> make_user(std::size_t class_index, std::uint32_t index,
                                          UserListener& listener) = 0;
};

class Scenario {
 public:
  virtual ~Scenario() = default;
  virtual std::vector<UserClass> classes() const = 0;
  // One for each engine thread; `engine` outlives it. Called on that thread.
  virtual std::unique_ptr<UserFactory> open(Engine& engine) = 0;
};

}  // namespace acrida::load
