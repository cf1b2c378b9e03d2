// --show-task-ratio and --show-task-ratio-json: how often each task is done, as Locust tells it.
#pragma once

#include <string>
#include <vector>

#include <acrida/export.h>

namespace acrida::report {

// A user class, a task or a set of tasks, with its share of what it is part of: 0 … 1.
struct TaskRatio {
  std::string name;
  double ratio = 0;
  std::vector<TaskRatio> tasks;  // empty: a task that is none of tasks
};

// What each class does for itself (the classes' own ratios are their shares of all users), and what they do
// together, where the tasks' ratios are shares of everything.
struct TaskRatios {
  std::vector<TaskRatio> per_class, total;
};

// Two lists of percentages, a level indented by two blanks, with Locust's titles.
ACRIDA_API std::string task_ratio_text(const TaskRatios& ratios);

// {"per_class": {CLASS: {"ratio": …, "tasks": {TASK: {"ratio": …}}}}, "total": {…}}
ACRIDA_API std::string task_ratio_json(const TaskRatios& ratios);

}  // namespace acrida::report
