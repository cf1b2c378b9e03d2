#include "scenario/python/wait_time.h"

#include <structmember.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "scenario/python/generator.h"
#include "scenario/python/user_base.h"

namespace acrida::scenario::python {
namespace {

struct WaitTime {
  PyObject ob_base;
  vectorcallfunc call;
  PyObject* given;  // constant()'s own object, which it gives back as it is; else null
  double low;       // the constant wait or rate, or the shortest wait
  double width;     // between the shortest and the longest wait
};

WaitTime& wait_time_of(PyObject* object) { return *reinterpret_cast<WaitTime*>(object); }

// How long `who` shall wait; null: an exception is set.
using Seconds = PyObject* (*)(const WaitTime& wait, PyObject* who);

PyObject* between(const WaitTime& wait, PyObject* /*who*/) {
  auto* const generator = Generator::shared();
  double drawn = 0;
  if (generator == nullptr || !generator->real(drawn)) return nullptr;
  return PyFloat_FromDouble(wait.low + drawn * wait.width);
}

PyObject* constant(const WaitTime& wait, PyObject* /*who*/) { return Py_NewRef(wait.given); }

PyObject* pacing(const WaitTime& wait, PyObject* who) {
  Pacing* const pacing = pacing_of(who);
  if (pacing == nullptr) {
    return PyErr_Format(
        PyExc_TypeError,
        "constant_pacing() keeps the time of the last run on a user or a set of tasks, not on %R; cure: "
        "set it as the wait_time of such a class",
        who);
  }
  const double now = pacing_now();
  const double run_time = now - pacing->last_run - pacing->last_wait;
  pacing->intended = std::max(pacing->last_run + pacing->last_wait, pacing->begun) + wait.low;
  pacing->last_run = now;
  pacing->last_wait = std::max(0.0, wait.low - run_time);
  return PyFloat_FromDouble(pacing->last_wait);
}

PyObject* poisson(const WaitTime& wait, PyObject* /*who*/) {
  auto* const generator = Generator::shared();
  double drawn = 0;
  if (generator == nullptr || !generator->real(drawn)) return nullptr;
  return PyFloat_FromDouble(-std::log(1.0 - drawn) / wait.low);
}

template <Seconds seconds>
PyObject* call(PyObject* self, PyObject* const* arguments, std::size_t flags, PyObject* keywords) {
  const bool named = keywords != nullptr && PyTuple_GET_SIZE(keywords) > 0;
  if (named || PyVectorcall_NARGS(flags) != 1) {
    PyErr_SetString(PyExc_TypeError,
                    "a wait_time takes one argument, the user or the set of tasks that waits");
    return nullptr;
  }
  return seconds(wait_time_of(self), arguments[0]);
}

PyObject* made(PyTypeObject* type, vectorcallfunc call, double low, double width, PyObject* given = nullptr) {
  PyObject* const self = type->tp_alloc(type, 0);
  if (self == nullptr) return nullptr;
  auto& wait = wait_time_of(self);
  wait.call = call;
  wait.given = Py_XNewRef(given);
  wait.low = low;
  wait.width = width;
  return self;
}

// The one number that most of them take; false: an exception is set.
bool parse_number(PyObject* arguments, PyObject* keywords, const char* format, const char* name,
                  double& number) {
  std::array<char*, 2> names = {const_cast<char*>(name), nullptr};
  return PyArg_ParseTupleAndKeywords(arguments, keywords, format, names.data(), &number) != 0;
}

bool parse_rate(PyObject* arguments, PyObject* keywords, const char* format, const char* name, double& rate) {
  if (!parse_number(arguments, keywords, format, name, rate)) return false;
  if (rate == 0)
    PyErr_SetString(PyExc_ZeroDivisionError, "a rate of 0 has no wait; cure: give tasks per second above 0");
  return rate != 0;
}

PyObject* new_between(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  std::array<char*, 3> names = {const_cast<char*>("min_wait"), const_cast<char*>("max_wait"), nullptr};
  double low = 0;
  double high = 0;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "dd:between", names.data(), &low, &high) == 0)
    return nullptr;
  return made(type, call<between>, low, high - low);
}

PyObject* new_constant(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  std::array<char*, 2> names = {const_cast<char*>("wait_time"), nullptr};
  PyObject* given = nullptr;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "O:constant", names.data(), &given) == 0)
    return nullptr;
  return made(type, call<constant>, 0, 0, given);
}

PyObject* new_pacing(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  double period = 0;
  if (!parse_number(arguments, keywords, "d:constant_pacing", "wait_time", period)) return nullptr;
  return made(type, call<pacing>, period, 0);
}

PyObject* new_throughput(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  double rate = 0;
  if (!parse_rate(arguments, keywords, "d:constant_throughput", "task_runs_per_second", rate)) return nullptr;
  return made(type, call<pacing>, 1 / rate, 0);
}

PyObject* new_poisson(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  double rate = 0;
  if (!parse_rate(arguments, keywords, "d:poisson", "rate", rate)) return nullptr;
  return made(type, call<poisson>, rate, 0);
}

// As a function's: found on an object, it is bound to that.
PyObject* bind(PyObject* self, PyObject* object, PyObject* /*type*/) {
  return object == nullptr ? Py_NewRef(self) : PyMethod_New(self, object);
}

void dealloc(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  Py_XDECREF(wait_time_of(self).given);
  type->tp_free(self);
  Py_DECREF(type);
}

PyMemberDef members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(WaitTime, call), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

bool add_type(PyObject* module, const char* name, const char* doc, newfunc make) {
  PyType_Slot slots[] = {
      {Py_tp_new, reinterpret_cast<void*>(make)},
      {Py_tp_call, reinterpret_cast<void*>(PyVectorcall_Call)},
      {Py_tp_descr_get, reinterpret_cast<void*>(bind)},
      {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
      {Py_tp_members, members},
      {Py_tp_doc, const_cast<char*>(doc)},
      {0, nullptr},
  };
  PyType_Spec spec = {name, sizeof(WaitTime), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR, slots};
  const auto type = Object::take(PyType_FromModuleAndSpec(module, &spec, nullptr));
  return type && PyModule_AddType(module, reinterpret_cast<PyTypeObject*>(type.get())) == 0;
}

}  // namespace

bool add_wait_time(PyObject* module) {
  return add_type(module, "_acrida.Between",
                  "Between(min_wait, max_wait)\n--\n\nSeconds drawn evenly between the two.", new_between) &&
         add_type(module, "_acrida.Constant", "Constant(wait_time)\n--\n\nAlways that many seconds.",
                  new_constant) &&
         add_type(module, "_acrida.ConstantPacing",
                  "ConstantPacing(wait_time)\n--\n\nWhat is left of that many seconds since the last wait "
                  "began to end, so "
                  "that tasks start that far apart; 0 if they take longer.",
                  new_pacing) &&
         add_type(module, "_acrida.ConstantThroughput",
                  "ConstantThroughput(task_runs_per_second)\n--\n\nPacing for that many tasks per second and "
                  "user, at most.",
                  new_throughput) &&
         add_type(module, "_acrida.Poisson",
                  "Poisson(rate)\n--\n\nSeconds drawn exponentially with mean 1/rate.", new_poisson);
}

}  // namespace acrida::scenario::python
