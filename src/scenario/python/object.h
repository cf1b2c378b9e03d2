// Python's objects, owned: the references that are ours go when these do.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <utility>

namespace acrida::scenario::python {

// A reference of ours, or null: then, from a function of Python's, an exception is set. Must go while the
// interpreter is there and its lock is held.
class Object {
 public:
  Object() = default;
  // Takes over a new reference, as Python's functions return it.
  static Object take(PyObject* reference) { return Object(reference); }
  // Keeps what somebody else owns.
  static Object keep(PyObject* reference) {
    Py_XINCREF(reference);
    return Object(reference);
  }
  Object(const Object& other) : reference_(other.reference_) { Py_XINCREF(reference_); }
  Object(Object&& other) noexcept : reference_(std::exchange(other.reference_, nullptr)) {}
  Object& operator=(Object other) noexcept {
    std::swap(reference_, other.reference_);
    return *this;
  }
  ~Object() { Py_XDECREF(reference_); }

  explicit operator bool() const { return reference_ != nullptr; }
  PyObject* get() const { return reference_; }
  // The reference is the caller's from now on.
  PyObject* release() { return std::exchange(reference_, nullptr); }

 private:
  explicit Object(PyObject* reference) : reference_(reference) {}

  PyObject* reference_ = nullptr;
};

}  // namespace acrida::scenario::python
