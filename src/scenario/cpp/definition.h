// What classes of users have said in their constructors: written by a first look at each class, then only
// read, from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/behaviour.h>
#include <acrida/task.h>
#include <acrida/wait_time.h>

#include "load/scenario.h"

namespace acrida::detail {

struct BehaviourDefinition;

// Either a member function or a set of tasks.
struct TaskEntry {
  int weight = 1;
  std::string name;            // "Patient::valid", for reports
  std::set<std::string> tags;  // its own
  std::function<Task<>(Behaviour&)> run = {};
  std::unique_ptr<Behaviour> (*make_set)() = nullptr;
  std::shared_ptr<BehaviourDefinition> set = {};
};

struct BehaviourDefinition {
  std::vector<TaskEntry> tasks;  // each of positive weight
  std::int64_t total_weight = 0;
  WaitTime wait_time;
  bool sequential = false;

  void add(TaskEntry entry);
  // By weight. REQUIRES: at least one task
  const TaskEntry& pick(Random& random) const;

  // Keeps the tasks that have one of `include` (all when it is empty) and none of `exclude`, their own tags
  // or those of a set they are in. A set of which nothing is left goes, too.
  void keep_tagged(const std::set<std::string>& include, const std::set<std::string>& exclude);
  // Every task weighs 1, also inside of sets.
  void weigh_equally();
  // All tags that occur in it.
  std::set<std::string> tags() const;
  // What part of the whole each task is, for --show-task-ratio.
  std::vector<load::TaskShare> shares() const;

 private:
  void keep_tagged(const std::set<std::string>& include, const std::set<std::string>& exclude, bool included);
};

struct UserDefinition {
  BehaviourDefinition behaviour;
  double weight = 1;
  unsigned fixed_count = 0;
  std::string host;
  std::optional<load::Shape> users = {};
  std::optional<load::ArrivalStream> stream = {};
  std::optional<load::Arrivals> arrivals = {};  // of the stream

  // Why these cannot all be, after a class's name; nullptr: they can.
  const char* contradiction() const;
};

// The options that the file has of its own: declared by first looks, given their values, then only read.
class UserOptions {
 public:
  struct Declared {
    std::string name, default_value, help;
  };

  // The first declaration of a name counts. Throws std::invalid_argument for a name that cannot be an option.
  void declare(std::string_view name, std::string_view default_value, std::string_view help);
  void set(const std::map<std::string, std::string>& values) { values_ = values; }

  const std::vector<Declared>& declared() const { return declared_; }
  // Throws std::invalid_argument when it was never declared.
  const std::string& value(std::string_view name) const;

 private:
  std::vector<Declared> declared_;
  std::map<std::string, std::string> values_;
};

}  // namespace acrida::detail
