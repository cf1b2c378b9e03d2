#include "scenario/python/task_loop.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "scenario/python/data_stack.h"
#include "scenario/python/engine.h"
#include "scenario/python/generator.h"
#include "scenario/python/greenlets.h"
#include "scenario/python/on_call.h"
#include "scenario/python/task_names.h"
#include "scenario/python/user_base.h"

namespace acrida::scenario::python {
namespace {

// One call of run_tasks(). On the heap, since whatever stands on the stack is kept once more for each user
// that waits.
struct Run {
  const TaskNames& names;
  Engine& engine;
  UserBase& user;
  PyObject* task_set;
  PyObject* owner;  // whose tasks are chosen from: the task set, or the user; null: it chooses in its own way
  PyObject* argument;  // what a task is called with, likewise; null: the class runs its tasks in its own way
  Pacing* pacing;      // the task set's own
  bool waits;          // the class waits in the plain way
  std::uint64_t
      turn;  // of the engine's loop, when the task began: while it is the same, nobody else could run
  Object kept_engine, kept_user;
};

// Never true; the exception that ends the user is set.
bool stop_user() {
  PyErr_SetNone(TaskNames::get()->stop_user);
  return false;
}

// Whether the user may go on. False: the exception that ends it is set.
bool may_go_on(const UserBase& user) {
  if (user.killed) {
    PyErr_SetNone(greenlet_exit());  // once more: the task has swallowed the first one
    return false;
  }
  return user.state != State::stopping || stop_user();
}

// The same for a task that is about to begin: an arrival that was taken has its iteration, whatever ends.
bool may_begin(const UserBase& user) {
  const bool is_called = user.on_call != nullptr && user.on_call->is_called() && !user.killed;
  return is_called || may_go_on(user);
}

// Sets `method` to what `object.name` is, and returns whether it must be called with the object as its first
// argument.
bool method_of(PyObject* object, PyObject* name, Object& method) {
  PyObject* found = nullptr;
  const bool unbound = _PyObject_GetMethod(object, name, &found) != 0;
  method = Object::take(found);
  return unbound;
}

// Whether the method is `plain`, the package's own. False, too, if there is no such method.
bool has_plain(PyObject* object, PyObject* name, PyObject* plain) {
  Object method;
  const bool unbound = method_of(object, name, method);
  if (!method) PyErr_Clear();
  return unbound && method.get() == plain;
}

// Seconds as the task set's wait_time gives them; below 0: an exception is set.
double seconds_to_wait(const Run& run) {
  Object method;
  bool unbound = method_of(run.task_set, run.names.wait_time, method);
  if (!method) return -1;
  PyObject* who = run.task_set;
  if (unbound && method.get() == run.names.set_wait_time) {
    // It asks the user, and so do we, unless there is something to be said about what the user has.
    Object of_user;
    auto* const user = reinterpret_cast<PyObject*>(&run.user);
    if (method_of(user, run.names.wait_time, of_user)) {
      method = std::move(of_user);
      who = user;
    } else {
      PyErr_Clear();
    }
  }
  const auto seconds =
      Object::take(unbound ? PyObject_CallOneArg(method.get(), who) : PyObject_CallNoArgs(method.get()));
  if (!seconds) return -1;
  const double number = PyFloat_AsDouble(seconds.get());
  if (number == -1 && PyErr_Occurred() != nullptr) return -1;
  return number > 0 ? std::min(number, 1e9) : 0;
}

// When constant_pacing() wants the next task to begin, if it was asked.
void intend(const Run& run) {
  for (Pacing* const each : {run.pacing, &run.user.pacing}) {
    const double intended = std::exchange(each->intended, 0);
    if (intended > 0) run.user.intended = base::TimePoint(base::from_seconds(intended));
  }
}

// Waits as TaskSet.wait() does. False: an exception is set.
bool wait_between_tasks(const Run& run) {
  if (!run.waits)
    return static_cast<bool>(Object::take(PyObject_CallMethodNoArgs(run.task_set, run.names.wait)));
  if (!may_go_on(run.user)) return false;
  run.user.state = State::waiting;
  const double seconds = seconds_to_wait(run);
  if (seconds < 0) return false;
  // No wait is still a chance for others, unless they had one while the task ran.
  const bool over = seconds == 0 && run.engine.loop.turns() != run.turn;
  if (!over) {
    leave_empty_data_stack();
    if (!run.engine.sleep(base::from_seconds(seconds))) return false;
  }
  if (!may_go_on(run.user)) return false;
  run.user.state = State::running;
  return true;
}

// Between two tasks; on call, nobody waits but for the next arrival. False: an exception is set.
bool wait(const Run& run) {
  if (run.user.on_call != nullptr) return true;
  if (!wait_between_tasks(run)) return false;
  intend(run);
  return true;
}

// The next task by chance; null: an exception is set.
PyObject* chosen(const Run& run) {
  if (run.owner != nullptr) {
    const auto tasks = Object::take(PyObject_GetAttr(run.owner, run.names.tasks));
    if (!tasks) return nullptr;
    if (PyList_CheckExact(tasks.get()) && PyList_GET_SIZE(tasks.get()) > 0) {
      std::uint64_t index = 0;
      const auto count = static_cast<std::uint64_t>(PyList_GET_SIZE(tasks.get()));
      if (!Generator::shared()->below(count, index)) return nullptr;
      return Py_NewRef(PyList_GET_ITEM(tasks.get(), static_cast<Py_ssize_t>(index)));
    }
  }
  return PyObject_CallMethodNoArgs(run.task_set, run.names.get_next_task);
}

// The task that was scheduled first, or one by chance; null: an exception is set.
PyObject* next_task(const Run& run, PyObject* queue) {
  const auto waiting = PySequence_Size(queue);
  if (waiting < 0) return nullptr;
  if (waiting == 0) return chosen(run);
  auto task = Object::take(PySequence_GetItem(queue, 0));
  return task && PySequence_DelItem(queue, 0) == 0 ? task.release() : nullptr;
}

// One iteration less for closed users, but for the way into a set of tasks, whose own count.
void count(const Run& run, PyObject* task) {
  load::Engine* const engine = run.engine.run;
  if (engine != nullptr && run.user.on_call == nullptr && PyType_Check(task) == 0) --engine->iterations_left;
}

// Lets the class take the next task off its queue itself. Null: an exception is set.
PyObject* execute_in_its_way(const Run& run, PyObject* queue) {
  const auto waiting = PySequence_Size(queue);
  if (waiting < 0) return nullptr;
  if (waiting == 0) {
    const auto task = Object::take(chosen(run));
    if (!task) return nullptr;
    const auto noted =
        Object::take(PyObject_CallMethodOneArg(run.task_set, run.names.schedule_task, task.get()));
    if (!noted) return nullptr;
  }
  if (!may_begin(run.user)) return nullptr;
  const auto task = Object::take(PySequence_GetItem(queue, 0));
  if (!task) return nullptr;
  count(run, task.get());
  return PyObject_CallMethodNoArgs(run.task_set, run.names.execute_next_task);
}

// Runs one task. Null: an exception is set.
PyObject* execute(const Run& run) {
  const auto queue = Object::take(PyObject_GetAttr(run.task_set, run.names.queue));
  if (!queue) return nullptr;
  if (run.argument == nullptr) return execute_in_its_way(run, queue.get());
  const auto task = Object::take(next_task(run, queue.get()));
  if (!task) return nullptr;
  if (!may_begin(run.user)) return nullptr;
  count(run, task.get());
  // Nested task sets, methods that are bound already and the like: the package knows what to do with them.
  if (!PyFunction_Check(task.get()))
    return PyObject_CallMethodOneArg(run.task_set, run.names.execute_task, task.get());
  return PyObject_CallOneArg(task.get(), run.argument);
}

// Waits for an arrival, on call, unless the one that has led into this set of tasks is to begin here. False:
// an exception is set, for closed users also when all iterations have begun.
bool await_turn(const Run& run) {
  OnCall* const on_call = run.user.on_call;
  if (on_call == nullptr) {
    const load::Engine* const engine = run.engine.run;
    return engine == nullptr || engine->iterations_left > 0 || stop_user();
  }
  if (on_call->is_called()) return true;
  if (!may_go_on(run.user)) return false;
  // A task that never waited must not keep others from their turn, though the next arrival is there already.
  if (run.engine.loop.turns() == run.turn && !run.engine.sleep({})) return false;
  leave_empty_data_stack();
  return may_go_on(run.user) && on_call->wait();
}

void end_iteration(const Run& run) {
  run.user.intended = {};
  if (run.user.on_call != nullptr) run.user.on_call->end_iteration();
}

// Runs one task and waits after it. False: an exception is set.
bool execute_and_wait(Run& run) {
  if (!await_turn(run)) return false;
  run.turn = run.engine.loop.turns();
  const bool done = static_cast<bool>(Object::take(execute(run)));
  end_iteration(run);
  if (done) return wait(run);
  if (PyErr_ExceptionMatches(run.names.reschedule_task_immediately) != 0) {
    PyErr_Clear();
    if (run.user.on_call != nullptr) return true;
    return run.engine.loop.turns() != run.turn || run.engine.sleep({});
  }
  if (PyErr_ExceptionMatches(run.names.reschedule_task) == 0) return false;
  PyErr_Clear();
  return wait(run);
}

bool is_error(const Run& run) {
  return PyErr_ExceptionMatches(PyExc_Exception) != 0 &&
         PyErr_ExceptionMatches(run.names.interrupt_task_set) == 0 &&
         PyErr_ExceptionMatches(run.names.stop_user) == 0 && PyErr_ExceptionMatches(run.names.stop_test) == 0;
}

// The exception that is set, which it is no more.
Object taken_exception() {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback != nullptr) PyException_SetTraceback(value, traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  return Object::take(value);
}

// Lets the package report the exception that is set. False: it shall end the tasks, and is set again.
bool report(const Run& run) {
  const auto error = taken_exception();
  // As inside of an `except`, for those who ask sys.exc_info().
  const auto before = Object::take(PyErr_GetHandledException());
  PyErr_SetHandledException(error.get());
  const auto reported = Object::take(PyObject_CallMethodOneArg(run.task_set, run.names.report, error.get()));
  PyErr_SetHandledException(before.get());
  if (!reported) return false;
  const int goes_on = PyObject_IsTrue(reported.get());
  if (goes_on == 0) PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.get())), error.get());
  return goes_on == 1;
}

// Runs until an exception ends it.
void run_on(Run& run) {
  run.pacing->begun = run.user.pacing.begun = pacing_now();
  while (execute_and_wait(run) || (is_error(run) && report(run) && wait(run))) continue;
  end_iteration(run);  // on_stop's requests are meant to start when they do
}

// What tasks are chosen from, or called with: the task set or its user, if its class has one of the two plain
// methods for it; else null.
PyObject* choose_by(PyObject* task_set, PyObject* user, PyObject* name, PyObject* of_set, PyObject* of_user) {
  if (has_plain(task_set, name, of_set)) return task_set;
  return has_plain(task_set, name, of_user) ? user : nullptr;
}

// Null: an exception is set.
[[gnu::noinline]] std::unique_ptr<Run> prepare(PyObject* task_set) {
  const auto* const names = TaskNames::get();
  if (names == nullptr || Generator::shared() == nullptr) return nullptr;
  auto user = Object::take(PyObject_GetAttr(task_set, names->user));
  if (!user) return nullptr;
  if (user_of(user.get()) == nullptr) {
    PyErr_Format(PyExc_TypeError, "run_tasks() needs a task set of a locust.User, not of %R", user.get());
    return nullptr;
  }
  const auto hub = Object::take(PyImport_ImportModule("locust._hub"));
  if (!hub) return nullptr;
  auto engine = Object::take(PyObject_CallMethod(hub.get(), "engine", nullptr));
  if (!engine || engine_of(engine.get()) == nullptr) return nullptr;

  PyObject* const owner = choose_by(task_set, user.get(), names->get_next_task, names->set_get_next_task,
                                    names->user_get_next_task);
  PyObject* const argument =
      choose_by(task_set, user.get(), names->execute_task, names->set_execute_task, names->user_execute_task);
  const bool waits = engine_of(engine.get())->is_here() &&
                     has_plain(task_set, names->wait, names->set_wait) &&
                     has_plain(task_set, names->sleep, names->set_sleep);
  return std::unique_ptr<Run>(new Run{
      .names = *names,
      .engine = *engine_of(engine.get()),
      .user = *user_of(user.get()),
      .task_set = task_set,
      .owner = owner,
      .argument =
          has_plain(task_set, names->execute_next_task, names->set_execute_next_task) ? argument : nullptr,
      .pacing = pacing_of(task_set) != nullptr ? pacing_of(task_set) : &user_of(user.get())->pacing,
      .waits = waits,
      .turn = ~std::uint64_t{0},
      .kept_engine = std::move(engine),
      .kept_user = std::move(user),
  });
}

PyObject* run_tasks(PyObject* /*module*/, PyObject* task_set) noexcept {
  const auto run = prepare(task_set);
  if (run) run_on(*run);
  return nullptr;
}

// While its user waits, no frame of Python's is on the greenlet's stack, and so none of Python's memory for
// frames is kept for it: 4 KB less a user.
PyObject* run_user(PyObject* /*module*/, PyObject* user) noexcept {
  const auto tasks = Object::take(PyObject_CallMethod(user, "begin", nullptr));
  if (!tasks || tasks.get() == Py_None) return Py_XNewRef(tasks.get());
  run_tasks(nullptr, tasks.get());
  const auto end = taken_exception();
  return PyObject_CallMethod(user, "finish", "O", end.get());
}

PyMethodDef functions[] = {
    {"run_user", run_user, METH_O,
     "run_user(user)\n--\n\nThe life of a user: user.begin() returns its set of tasks, or None if there is "
     "nothing to do;\n"
     "they are run as by run_tasks(), and user.finish(exception) is told what has ended them."},
    {"run_tasks", run_tasks, METH_O,
     "run_tasks(task_set)\n--\n\n"
     "Runs and waits until an exception ends it: InterruptTaskSet, StopUser, StopTest, GreenletExit, or one "
     "of a task's that "
     "TaskSet._report() does not let it survive."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_task_loop(PyObject* module) { return PyModule_AddFunctions(module, functions) == 0; }

}  // namespace acrida::scenario::python
