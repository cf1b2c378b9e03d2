// What the loop of tasks knows of the package locust: names, exceptions, and the methods that it does itself
// unless a class has its own.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// All kept for as long as the process lives.
struct TaskNames {
  // Names of attributes.
  PyObject *execute_next_task, *execute_task, *get_next_task, *queue, *report, *schedule_task, *sleep, *tasks,
      *user, *wait, *wait_time;
  // Exceptions of locust.exception.
  PyObject *interrupt_task_set, *reschedule_task, *reschedule_task_immediately, *stop_test, *stop_user;
  // Methods of locust.user.task.TaskSet, and those that the task set of a user's own tasks has instead.
  PyObject *set_execute_next_task, *set_execute_task, *set_get_next_task, *set_sleep, *set_wait,
      *set_wait_time;
  PyObject *user_execute_task, *user_get_next_task;
  PyObject* user_context;  // of locust.User

  // Looked up at the first call; null: an exception is set.
  static const TaskNames* get();
};

}  // namespace acrida::scenario::python
