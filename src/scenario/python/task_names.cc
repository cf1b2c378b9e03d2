#include "scenario/python/task_names.h"

#include <utility>

namespace acrida::scenario::python {
namespace {

// Each sets `target` to a new reference; false: an exception is set.
bool intern(PyObject*& target, const char* name) {
  return (target = PyUnicode_InternFromString(name)) != nullptr;
}

bool find(PyObject*& target, PyObject* owner, const char* name) {
  return (target = PyObject_GetAttrString(owner, name)) != nullptr;
}

bool intern_names(TaskNames& names) {
  return intern(names.execute_next_task, "execute_next_task") && intern(names.execute_task, "execute_task") &&
         intern(names.get_next_task, "get_next_task") && intern(names.queue, "_task_queue") &&
         intern(names.report, "_report") && intern(names.schedule_task, "schedule_task") &&
         intern(names.sleep, "_sleep") && intern(names.tasks, "tasks") && intern(names.user, "user") &&
         intern(names.wait, "wait") && intern(names.wait_time, "wait_time");
}

bool find_exceptions(TaskNames& names) {
  const auto module = Object::take(PyImport_ImportModule("locust.exception"));
  return module && find(names.interrupt_task_set, module.get(), "InterruptTaskSet") &&
         find(names.reschedule_task, module.get(), "RescheduleTask") &&
         find(names.reschedule_task_immediately, module.get(), "RescheduleTaskImmediately") &&
         find(names.stop_test, module.get(), "StopTest") && find(names.stop_user, module.get(), "StopUser");
}

bool find_methods(TaskNames& names) {
  const auto module = Object::take(PyImport_ImportModule("locust.user.task"));
  if (!module) return false;
  const auto set = Object::take(PyObject_GetAttrString(module.get(), "TaskSet"));
  const auto of_user = Object::take(PyObject_GetAttrString(module.get(), "DefaultTaskSet"));
  return set && of_user && find(names.set_execute_next_task, set.get(), "execute_next_task") &&
         find(names.set_execute_task, set.get(), "execute_task") &&
         find(names.set_get_next_task, set.get(), "get_next_task") &&
         find(names.set_sleep, set.get(), "_sleep") && find(names.set_wait, set.get(), "wait") &&
         find(names.set_wait_time, set.get(), "wait_time") &&
         find(names.user_execute_task, of_user.get(), "execute_task") &&
         find(names.user_get_next_task, of_user.get(), "get_next_task");
}

bool find_user(TaskNames& names) {
  const auto module = Object::take(PyImport_ImportModule("locust.user.users"));
  const auto user = module ? Object::take(PyObject_GetAttrString(module.get(), "User")) : Object();
  return user && find(names.user_context, user.get(), "context");
}

}  // namespace

const TaskNames* TaskNames::get() {
  static TaskNames names = {};
  static bool known = false;
  known = known || (intern_names(names) && find_exceptions(names) && find_methods(names) && find_user(names));
  return known ? &names : nullptr;
}

}  // namespace acrida::scenario::python
