// What somebody does: tasks, one after the other, and the wait between them. Users and sets of tasks are made
// of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>

#include <acrida/export.h>
#include <acrida/random.h>
#include <acrida/task.h>
#include <acrida/wait_time.h>

namespace acrida {

class SequentialTaskSet;
class TaskSet;

namespace detail {

class UserState;
struct BehaviourDefinition;

// Where a member function's code is, for its name in reports; for a virtual one an odd number, which has no
// name.
template <class Method>
const void* code_address(Method method) {
  const void* address = nullptr;
  std::memcpy(&address, &method, sizeof address);
  return address;
}

}  // namespace detail

// A task that was just added, to say more about it.
class ACRIDA_API AddedTask {
 public:
  // For --tags and --exclude-tags; may be called again. On a set of tasks it marks all that is inside.
  AddedTask& tag(std::string_view name);

 private:
  friend class Behaviour;
  AddedTask(detail::BehaviourDefinition* definition, std::size_t index)
      : definition_(definition), index_(index) {}

  detail::BehaviourDefinition* definition_;  // null: nobody listens
  std::size_t index_;
};

class ACRIDA_API Behaviour {
 public:
  virtual ~Behaviour();
  Behaviour(const Behaviour&) = delete;
  Behaviour& operator=(const Behaviour&) = delete;

  // Before its first task and after its last. What on_start throws is counted as an exception, and no on_stop
  // follows; when a user is stopped, its on_stop and those of the sets it is in have 5 seconds together.
  virtual Task<> on_start();
  virtual Task<> on_stop();

 protected:
  Behaviour();

  // For the constructor: what all instances of this class have in common. Only the first instance's words
  // count.

  // Tasks are picked at random by weight: one of weight 4 four times as often as one of weight 1. A weight of
  // 0 leaves it out.
  template <class T>
  AddedTask task(int weight, Task<> (T::*method)()) {
    static_assert(std::is_base_of_v<Behaviour, T>, "a task is a member function of the user or of the set");
    return add_task(weight, detail::code_address(method),
                    [method](Behaviour& self) { return (static_cast<T&>(self).*method)(); });
  }
  template <class T>
  AddedTask task(Task<> (T::*method)()) {
    return task(1, method);
  }
  // One that is known by this name, instead of that of a member function: for classes whose tasks are data.
  AddedTask task(int weight, std::string_view name, std::function<Task<>(Behaviour&)> run);
  // A set of tasks as a task: entered when it is picked, left by its interrupt().
  template <class Set>
  AddedTask task_set(int weight = 1) {
    static_assert(std::is_base_of_v<TaskSet, Set>, "task_set<…> takes a class derived from TaskSet");
    return add_task_set(weight, typeid(Set),
                        [] { return std::unique_ptr<Behaviour>(std::make_unique<Set>()); });
  }
  // Between two tasks; constant(0s) unless set. A set of tasks without one waits as its user does.
  void wait_time(WaitTime wait);
  // An option of this file's own: --name VALUE on the command line, with this default and this line in
  // --help. Returns its value. Names are as in "patients-file"; throws std::invalid_argument for others.
  std::string option(std::string_view name, std::string_view default_value, std::string_view help = {});

  // For tasks (and the last one for constructors, too).

  Random& random();  // this user's own, from the run's seed and its index
  // Of the user, over all classes: 0, 1, 2 … in the order of spawning. No two users of a run have the same;
  // when their number was changed while it ran, some are left out.
  unsigned index() const;
  Task<> sleep(std::chrono::nanoseconds time);
  [[noreturn]] void stop_user();  // ends this user, from a task or on_start: on_stop follows
  // The value of an option that a constructor has made. Throws std::invalid_argument when none has.
  std::string option(std::string_view name) const;

  detail::UserState& state() const { return *state_; }

 private:
  friend class detail::UserState;
  friend class TaskSet;
  friend class SequentialTaskSet;
  AddedTask add_task(int weight, const void* code, std::function<Task<>(Behaviour&)> run);
  AddedTask add_task_set(int weight, const std::type_info& type, std::unique_ptr<Behaviour> (*make)());

  detail::UserState* state_;
  detail::BehaviourDefinition* being_told_;  // where the constructor's words go; null: nobody listens
  Behaviour* parent_;                        // null for a user
};

}  // namespace acrida
