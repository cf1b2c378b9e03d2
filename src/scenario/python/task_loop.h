// The life of a user between its on_start and its on_stop: choose a task, run it, wait, again. What
// locust.user.task.TaskSet does in Python, without running any Python but the tasks.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// Adds `run_tasks(task_set)`. It never returns, but raises what ended the tasks: InterruptTaskSet, StopUser,
// StopTest, GreenletExit, or an exception of a task if the environment does not catch these. What a class of
// task sets does in its own way (get_next_task, execute_next_task, execute_task, wait, _sleep, wait_time) is
// left to it.
bool add_task_loop(PyObject* module);

}  // namespace acrida::scenario::python
