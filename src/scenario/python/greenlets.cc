#include "scenario/python/greenlets.h"

#include <greenlet/greenlet.h>

#include <algorithm>

namespace acrida::scenario::python {
namespace {

PyGreenlet* as_greenlet(PyObject* object) { return reinterpret_cast<PyGreenlet*>(object); }

Object current() { return Object::take(reinterpret_cast<PyObject*>(PyGreenlet_GetCurrent())); }

// What the switch gave back does not matter; that it failed does.
bool switch_to(PyObject* greenlet) {
  PyObject* result = PyGreenlet_Switch(as_greenlet(greenlet), nullptr, nullptr);
  if (result == nullptr) return false;
  Py_DECREF(result);
  return true;
}

}  // namespace

bool find_greenlets() {
  if (_PyGreenlet_API == nullptr) PyGreenlet_Import();
  return _PyGreenlet_API != nullptr;
}

PyObject* greenlet_exit() { return PyExc_GreenletExit; }

bool Greenlets::in_hub() const { return current().get() == hub_.get(); }

bool Greenlets::block(Waiting& waiting) {
  waiting.who_ = current();
  if (waiting.who_.get() == hub_.get()) {
    waiting.who_ = {};
    PyErr_SetString(PyExc_RuntimeError,
                    "a callback of gevent's hub cannot wait for an answer: spawn a greenlet that does");
    return false;
  }
  waiting.woken_ = false;
  ++blocked_;
  // The next one that may go on is switched to directly, past the hub.
  while (!waiting.woken_) {
    PyObject* next = next_ready();
    if (next == waiting.who_.get()) {
      Py_DECREF(next);
      continue;  // a second wait of the same greenlet, which was over already
    }
    const bool came_back = switch_to(next != nullptr ? next : hub_.get());
    Py_XDECREF(next);
    if (!came_back) {
      forget(waiting);
      return false;
    }
  }
  forget(waiting);
  return true;
}

void Greenlets::wake(Waiting& waiting) {
  if (!waiting.is_blocked() || waiting.queued_ || waiting.woken_) return;
  waiting.queued_ = true;
  ready_.push_back(&waiting);
}

// A new reference; null: nobody.
PyObject* Greenlets::next_ready() {
  while (!ready_.empty()) {
    Waiting* waiting = ready_.front();
    ready_.pop_front();
    if (waiting == nullptr) continue;
    waiting->queued_ = false;
    waiting->woken_ = true;
    return Py_NewRef(waiting->who_.get());
  }
  return nullptr;
}

bool Greenlets::run_ready() {
  while (PyObject* next = next_ready()) {
    const bool came_back = switch_to(next);
    Py_DECREF(next);
    if (!came_back) return false;
  }
  return true;
}

void Greenlets::forget(Waiting& waiting) {
  if (waiting.queued_) {
    std::replace(ready_.begin(), ready_.end(), &waiting, static_cast<Waiting*>(nullptr));
    waiting.queued_ = false;
  }
  waiting.who_ = {};
  waiting.woken_ = false;
  --blocked_;
}

}  // namespace acrida::scenario::python
