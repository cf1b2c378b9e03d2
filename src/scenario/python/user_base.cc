#include "scenario/python/user_base.h"

#include <array>
#include <cstddef>

#include "base/clock.h"

namespace acrida::scenario::python {
namespace {

PyTypeObject* user_type = nullptr;
PyTypeObject* task_set_type = nullptr;

// The names of states, by State; the first has none.
constexpr std::array kStates = {static_cast<const char*>(nullptr), "running", "waiting", "stopping"};
std::array<PyObject*, kStates.size()> state_names = {};

PyObject* new_user(PyTypeObject* type, PyObject* /*arguments*/, PyObject* /*keywords*/) {
  auto* const user = reinterpret_cast<UserBase*>(type->tp_alloc(type, 0));
  if (user != nullptr) user->pacing.last_run = pacing_now();
  return reinterpret_cast<PyObject*>(user);
}

PyObject* new_task_set(PyTypeObject* type, PyObject* /*arguments*/, PyObject* /*keywords*/) {
  auto* const task_set = reinterpret_cast<TaskSetBase*>(type->tp_alloc(type, 0));
  if (task_set != nullptr) task_set->pacing.last_run = pacing_now();
  return reinterpret_cast<PyObject*>(task_set);
}

PyObject* get_state(PyObject* self, void* /*closure*/) {
  return Py_NewRef(state_names[static_cast<std::size_t>(user_of(self)->state)]);
}

int set_state(PyObject* self, PyObject* value, void* /*closure*/) {
  for (std::size_t i = 0; i < state_names.size(); ++i) {
    const int equal = value == nullptr ? 0 : PyObject_RichCompareBool(value, state_names[i], Py_EQ);
    if (equal < 0) return -1;
    if (equal == 1) {
      user_of(self)->state = static_cast<State>(i);
      return 0;
    }
  }
  PyErr_Format(PyExc_ValueError, "the state of a user is None, 'running', 'waiting' or 'stopping', not %R",
               value == nullptr ? Py_None : value);
  return -1;
}

PyObject* get_killed(PyObject* self, void* /*closure*/) { return PyBool_FromLong(user_of(self)->killed); }

int set_killed(PyObject* self, PyObject* value, void* /*closure*/) {
  const int truth = value == nullptr ? 0 : PyObject_IsTrue(value);
  if (truth < 0) return -1;
  user_of(self)->killed = truth != 0;
  user_of(self)->refused = 0;
  return 0;
}

PyGetSetDef user_fields[] = {
    {"_state", get_state, set_state, "What the user is doing: None, 'running', 'waiting' or 'stopping'.",
     nullptr},
    {"killed", get_killed, set_killed,
     "Whether the user shall end: whatever blocks in its greenlet from then on raises GreenletExit.",
     nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyType_Slot user_slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(new_user)},
    {Py_tp_getset, user_fields},
    {Py_tp_doc, const_cast<char*>("What the engine knows of a user.")},
    {0, nullptr},
};
PyType_Spec user_spec = {"_acrida.UserBase", sizeof(UserBase), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                         user_slots};

PyType_Slot task_set_slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(new_task_set)},
    {Py_tp_doc, const_cast<char*>("What the engine knows of a set of tasks.")},
    {0, nullptr},
};
PyType_Spec task_set_spec = {"_acrida.TaskSetBase", sizeof(TaskSetBase), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, task_set_slots};

PyTypeObject* make_type(PyObject* module, PyType_Spec& spec) {
  auto* const type = reinterpret_cast<PyTypeObject*>(PyType_FromModuleAndSpec(module, &spec, nullptr));
  if (type != nullptr && PyModule_AddType(module, type) < 0) return nullptr;
  return type;
}

}  // namespace

UserBase* user_of(PyObject* object) {
  return PyObject_TypeCheck(object, user_type) ? reinterpret_cast<UserBase*>(object) : nullptr;
}

Pacing* pacing_of(PyObject* object) {
  if (auto* const user = user_of(object)) return &user->pacing;
  return PyObject_TypeCheck(object, task_set_type) ? &reinterpret_cast<TaskSetBase*>(object)->pacing
                                                   : nullptr;
}

double pacing_now() { return base::seconds_of(base::SystemClock().now().time_since_epoch()); }

bool add_user_base(PyObject* module) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    state_names[i] = kStates[i] == nullptr ? Py_NewRef(Py_None) : PyUnicode_InternFromString(kStates[i]);
    if (state_names[i] == nullptr) return false;
  }
  user_type = make_type(module, user_spec);
  task_set_type = user_type == nullptr ? nullptr : make_type(module, task_set_spec);
  return task_set_type != nullptr;
}

}  // namespace acrida::scenario::python
