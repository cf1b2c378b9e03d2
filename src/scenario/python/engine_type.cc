// The type `_acrida.Engine`.
#include "scenario/python/engine.h"
#include "scenario/python/exchange.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

struct EngineObject {
  PyObject_HEAD Engine* engine;
};

Engine& of(PyObject* self) { return *reinterpret_cast<EngineObject*>(self)->engine; }

PyObject* make(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  static const char* names[] = {"hub", nullptr};
  PyObject* hub = nullptr;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "O:Engine", const_cast<char**>(names), &hub) == 0)
    return nullptr;
  if (!find_greenlets()) return nullptr;
  auto self = Object::take(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  return guarded([&] {
    reinterpret_cast<EngineObject*>(self.get())->engine = new Engine(hub);
    return self.release();
  });
}

void destroy(PyObject* self) {
  delete reinterpret_cast<EngineObject*>(self)->engine;
  Py_TYPE(self)->tp_free(self);
}

PyObject* fileno(PyObject* self, PyObject* /*none*/) { return PyLong_FromLong(of(self).loop.fd()); }

PyObject* pump(PyObject* self, PyObject* /*none*/) {
  if (!of(self).pump()) return nullptr;
  Py_RETURN_NONE;
}

PyObject* watched_by(PyObject* self, PyObject* watcher) {
  of(self).set_watcher(watcher);
  Py_RETURN_NONE;
}

PyObject* leave_to_parent(PyObject* self, PyObject* /*none*/) {
  return guarded([&] {
    of(self).leave_to_parent();
    return Py_NewRef(Py_None);
  });
}

PyObject* sleep(PyObject* self, PyObject* seconds) {
  const double wait = PyFloat_AsDouble(seconds);
  if (wait == -1 && PyErr_Occurred() != nullptr) return nullptr;
  constexpr double kLongest = 1e9;
  if (!of(self).sleep(base::from_seconds(wait < kLongest ? wait : kLongest))) return nullptr;
  Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"fileno", fileno, METH_NOARGS, "fileno()\n--\n\nThe descriptor that is readable when pump() has work."},
    {"pump", pump, METH_NOARGS,
     "pump()\n--\n\nServes what is ready, and lets the greenlets go on that waited for it. For gevent's hub "
     "only."},
    {"watched_by", watched_by, METH_O,
     "watched_by(watcher)\n--\n\nThe watcher of fileno() in the hub's loop, whose `ref` is True from now on "
     "only\n"
     "while greenlets wait for the engine."},
    {"leave_to_parent", leave_to_parent, METH_NOARGS,
     "leave_to_parent()\n--\n\nFor a process that was just forked: its copy of the engine does nothing "
     "more."},
    {"sleep", sleep, METH_O,
     "sleep(seconds)\n--\n\nLets the calling greenlet wait so long (a float, 0 or more); others run "
     "meanwhile."},
    {nullptr, nullptr, 0, nullptr},
};

PyTypeObject type = [] {
  PyTypeObject made = {};
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&made), 1);
  made.tp_name = "_acrida.Engine";
  made.tp_doc =
      "Engine(hub)\n--\n\nWhat sends the requests of this process: one a process, turned by gevent's hub. "
      "See "
      "locust._hub.engine().";
  made.tp_basicsize = sizeof(EngineObject);
  made.tp_flags = Py_TPFLAGS_DEFAULT;
  made.tp_new = make;
  made.tp_dealloc = destroy;
  made.tp_methods = methods;
  return made;
}();

}  // namespace

Engine* engine_of(PyObject* object) {
  if (PyObject_TypeCheck(object, &type) == 0) {
    PyErr_Format(PyExc_TypeError, "an _acrida.Engine is needed, not a %s", Py_TYPE(object)->tp_name);
    return nullptr;
  }
  return &of(object);
}

bool add_engine(PyObject* module) { return PyModule_AddType(module, &type) == 0; }

}  // namespace acrida::scenario::python
