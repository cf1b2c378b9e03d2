#include "scenario/python/ask.h"

#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

constexpr std::size_t kArguments = static_cast<std::size_t>(Argument::count);
constexpr const char* kNames[kArguments] = {
    "method",  "url",     "name",    "catch_response", "context", "data",    "json",
    "params",  "headers", "cookies", "files",          "auth",    "timeout", "allow_redirects",
    "proxies", "hooks",   "stream",  "verify",         "cert",
};
std::array<PyObject*, kArguments> names = {};  // interned

// Keywords written in a call are interned, so that the first round nearly always finds them.
std::size_t index_of(PyObject* name) {
  for (std::size_t i = 0; i < kArguments; ++i) {
    if (names[i] == name) return i;
  }
  for (std::size_t i = 0; i < kArguments; ++i) {
    if (PyUnicode_Compare(names[i], name) == 0) return i;
  }
  return kArguments;
}

}  // namespace

bool find_argument_names() {
  for (std::size_t i = 0; i < kArguments; ++i) {
    names[i] = interned(kNames[i]);
    if (names[i] == nullptr) return false;
  }
  return true;
}

bool Ask::read(const Positions& positions, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  if (count > positions.count) {
    PyErr_Format(PyExc_TypeError, "%s() takes at most %zd arguments without a name, and %zd were given",
                 positions.method, positions.count, count);
    return false;
  }
  for (Py_ssize_t i = 0; i < count; ++i) set(positions.order[i], arguments[i]);
  const Py_ssize_t named = keywords == nullptr ? 0 : PyTuple_GET_SIZE(keywords);
  for (Py_ssize_t i = 0; i < named; ++i) {
    if (!set_named(positions, PyTuple_GET_ITEM(keywords, i), arguments[count + i])) return false;
  }
  for (Py_ssize_t i = 0; i < positions.least; ++i) {
    if ((*this)[positions.order[i]] != nullptr) continue;
    PyErr_Format(PyExc_TypeError, "%s() missing 1 required positional argument: '%s'", positions.method,
                 kNames[static_cast<std::size_t>(positions.order[i])]);
    return false;
  }
  return true;
}

bool Ask::set_named(const Positions& positions, PyObject* name, PyObject* value) {
  const std::size_t index = index_of(name);
  if (index == kArguments) {
    PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", positions.method, name);
    return false;
  }
  if (values_[index] != nullptr) {
    PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%U'", positions.method, name);
    return false;
  }
  values_[index] = value;
  return true;
}

PyObject* Ask::as_keywords() const {
  auto dict = Object::take(PyDict_New());
  for (auto i = static_cast<std::size_t>(Argument::name); dict && i < kArguments; ++i) {
    if (values_[i] != nullptr && PyDict_SetItem(dict.get(), names[i], values_[i]) < 0) return nullptr;
  }
  return dict.release();
}

}  // namespace acrida::scenario::python
