#include "app/engine/child.h"

#include <sys/prctl.h>

#include <csignal>
#include <utility>
#include <vector>

#include "app/engine/conversation.h"
#include "scenario/python/text.h"
#include "scenario/python/user_base.h"

namespace acrida::app {
namespace {

using scenario::python::Engine;
using scenario::python::guarded;
using scenario::python::Object;

struct ChildObject {
  PyObject_HEAD PyObject* engine;
  PyObject* feed;  // null until there are users
  Conversation* conversation;
};

ChildObject& of(PyObject* self) { return *reinterpret_cast<ChildObject*>(self); }

PyObject* make(PyTypeObject* type, PyObject* arguments, PyObject* /*keywords*/) {
  PyObject* engine_object = nullptr;
  if (PyArg_ParseTuple(arguments, "O:Child", &engine_object) == 0) return nullptr;
  Engine* engine = scenario::python::engine_of(engine_object);
  if (engine == nullptr) return nullptr;
  auto self = Object::take(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  return guarded([&] {
    // Whatever becomes of acrida, its users must not go on without it.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    of(self.get()).engine = Py_NewRef(engine_object);
    of(self.get()).conversation = new Conversation(*engine);
    return self.release();
  });
}

void destroy(PyObject* self) {
  delete of(self).conversation;
  Py_XDECREF(of(self).feed);
  Py_XDECREF(of(self).engine);
  Py_TYPE(self)->tp_free(self);
}

PyObject* next(PyObject* self, PyObject* /*none*/) {
  if (!of(self).conversation->wait()) return nullptr;
  return guarded([&]() -> PyObject* {
    const auto line = of(self).conversation->next();
    if (!line) Py_RETURN_NONE;
    return PyUnicode_FromStringAndSize(line->data(), static_cast<Py_ssize_t>(line->size()));
  });
}

PyObject* tell(PyObject* self, PyObject* line) {
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(line, &size);
  if (text == nullptr) return nullptr;
  return guarded([&] {
    of(self).conversation->tell({text, static_cast<std::size_t>(size)});
    return Py_NewRef(Py_None);
  });
}

// [(name, weight, fixed_count) …]; false: an exception is set.
bool read_classes(PyObject* list, std::vector<load::UserClass>& classes) {
  auto fast = Object::take(PySequence_Fast(list, "classes must be a list"));
  if (!fast) return false;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast.get()); ++i) {
    const char* name = nullptr;
    double weight = 0;
    unsigned fixed_count = 0;
    if (PyArg_ParseTuple(PySequence_Fast_GET_ITEM(fast.get(), i), "sdI", &name, &weight, &fixed_count) == 0)
      return false;
    classes.push_back({name, weight, fixed_count, "", {}});
  }
  return true;
}

PyObject* run_users(PyObject* self, PyObject* arguments) {
  PyObject *list = nullptr, *spawn = nullptr, *feed_object = nullptr;
  if (PyArg_ParseTuple(arguments, "OOO:run_users", &list, &spawn, &feed_object) == 0) return nullptr;
  auto* feed = scenario::python::feed_of(feed_object);
  if (feed == nullptr) {
    PyErr_SetString(PyExc_TypeError, "an _acrida.StatsFeed is needed");
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    std::vector<load::UserClass> classes;
    if (!read_classes(list, classes)) return nullptr;
    of(self).conversation->run_users(std::move(classes), Object::keep(spawn), *feed);
    Py_XSETREF(of(self).feed, Py_NewRef(feed_object));
    Py_RETURN_NONE;
  });
}

PyObject* attend(PyObject* self, PyObject* arguments) {
  unsigned long index = 0;
  PyObject* user = nullptr;
  if (PyArg_ParseTuple(arguments, "kO:attend", &index, &user) == 0) return nullptr;
  if (scenario::python::user_of(user) == nullptr)
    return PyErr_Format(PyExc_TypeError, "a locust.User is needed, not %R", user);
  of(self).conversation->attend(static_cast<std::uint32_t>(index), user);
  Py_RETURN_NONE;
}

PyObject* user_ended(PyObject* self, PyObject* index) {
  const unsigned long number = PyLong_AsUnsignedLong(index);
  if (PyErr_Occurred() != nullptr) return nullptr;
  of(self).conversation->user_ended(static_cast<std::uint32_t>(number));
  Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"next", next, METH_NOARGS,
     "next()\n--\n\nThe next line (str, JSON) that is not for the worker; the calling greenlet waits for it. "
     "None:\n"
     "acrida is gone."},
    {"tell", tell, METH_O, "tell(line)\n--\n\nSends a line (str, JSON on one line)."},
    {"run_users", run_users, METH_VARARGS,
     "run_users(classes, spawn, feed)\n--\n\nFrom now on users are started and stopped as acrida says. "
     "classes:\n"
     "[(name, weight, fixed_count)]; spawn(class_index, index, on_call) begins a user (on call: one whose "
     "tasks\n"
     "are begun by arrivals, and who attends before the first) and returns an object with the methods\n"
     "stop_gently(), stop() and abort(), none of which may wait; feed: the StatsFeed that is told to "
     "acrida."},
    {"attend", attend, METH_VARARGS,
     "attend(index, user)\n--\n\nThe user on call of this index is this User: its tasks wait for arrivals."},
    {"user_ended", user_ended, METH_O, "user_ended(index)\n--\n\nThe user of this index is no more."},
    {nullptr, nullptr, 0, nullptr},
};

PyTypeObject type = [] {
  PyTypeObject made = {};
  made.ob_base.ob_base.ob_refcnt = 1;
  made.tp_name = "_acrida.Child";
  made.tp_doc =
      "Child(engine)\n--\n\nThe conversation with the acrida that has started this process; one a process.";
  made.tp_basicsize = sizeof(ChildObject);
  made.tp_flags = Py_TPFLAGS_DEFAULT;
  made.tp_new = make;
  made.tp_dealloc = destroy;
  made.tp_methods = methods;
  return made;
}();

}  // namespace

bool add_child(PyObject* module) { return PyModule_AddType(module, &type) == 0; }

}  // namespace acrida::app
