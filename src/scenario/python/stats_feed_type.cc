// The type `_acrida.StatsFeed`.
#include <string>

#include "scenario/python/error_text.h"
#include "scenario/python/stats_feed.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

struct FeedObject {
  PyObject_HEAD PyObject* engine;
  StatsFeed* feed;
};

StatsFeed& of(PyObject* self) { return *reinterpret_cast<FeedObject*>(self)->feed; }

PyObject* make(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  static const char* names[] = {"engine", nullptr};
  PyObject* engine = nullptr;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "O:StatsFeed", const_cast<char**>(names), &engine) ==
      0) {
    return nullptr;
  }
  if (engine_of(engine) == nullptr) return nullptr;
  auto self = Object::take(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  auto* const made = reinterpret_cast<FeedObject*>(self.get());
  made->engine = Py_NewRef(engine);
  return guarded([&] {
    made->feed = new StatsFeed(*engine_of(engine));
    return self.release();
  });
}

void destroy(PyObject* self) {
  auto* const object = reinterpret_cast<FeedObject*>(self);
  delete object->feed;
  Py_XDECREF(object->engine);
  Py_TYPE(self)->tp_free(self);
}

// The arguments of the event `request` that count.
struct Told {
  PyObject *request_type = nullptr, *name = nullptr, *response_time = nullptr, *response_length = nullptr,
           *exception = nullptr, *context = nullptr;
};

bool read(PyObject* keywords, Told& told) {
  const std::pair<const char*, PyObject**> wanted[] = {{"request_type", &told.request_type},
                                                       {"name", &told.name},
                                                       {"response_time", &told.response_time},
                                                       {"response_length", &told.response_length}};
  for (const auto& [key, value] : wanted) {
    *value = keywords == nullptr ? nullptr : PyDict_GetItemString(keywords, key);
    if (*value != nullptr) continue;
    PyErr_Format(PyExc_TypeError, "the event `request` needs the argument %s", key);
    return false;
  }
  told.exception = PyDict_GetItemString(keywords, "exception");
  told.context = PyDict_GetItemString(keywords, "context");
  return true;
}

bool is_given(PyObject* object) { return object != nullptr && object != Py_None; }

// As a listener of the event `request`.
PyObject* call(PyObject* self, PyObject* /*arguments*/, PyObject* keywords) {
  Told told;
  if (!read(keywords, told)) return nullptr;
  return feed_request(of(self), told.request_type, told.name, told.response_time, told.response_length,
                      is_given(told.exception) ? told.exception : nullptr, told.context)
             ? Py_NewRef(Py_None)
             : nullptr;
}

PyObject* take(PyObject* self, PyObject* /*none*/) {
  return guarded([&] { return of(self).take(); });
}

PyObject* record_exception(PyObject* self, PyObject* arguments) {
  PyObject *message = nullptr, *traceback = nullptr;
  if (PyArg_ParseTuple(arguments, "UU:record_exception", &message, &traceback) == 0) return nullptr;
  const auto said = Object::take(presentable(message));
  const auto place = said ? Object::take(presentable(traceback)) : Object();
  if (!place) return nullptr;
  return guarded([&] {
    of(self).record_exception(utf8(said.get()), utf8(place.get()));
    return Py_NewRef(Py_None);
  });
}

PyMethodDef methods[] = {
    {"take", take, METH_NOARGS,
     "take()\n--\n\nWhat has come since the last time: two lists, and None or the time (seconds since 1970) "
     "from "
     "which it counts,\nif all that was taken before is to be forgotten.\n\nOf each name that had requests: "
     "(method, name, "
     "num_requests, num_none_requests, num_failures,\ntotal_response_time in ms, min in ms or None, max in "
     "ms, "
     "total_content_length in bytes,\n{response time in ms, rounded to two digits: requests}, {second since "
     "1970: "
     "requests},\n{second since 1970: failures}, time of the last request in seconds since 1970).\nOf each "
     "error: "
     "(method, name, text, count, first seen, last seen)."},
    {"record_exception", record_exception, METH_VARARGS,
     "record_exception(message, traceback)\n--\n\nTells the run of an exception that left a task."},
    {nullptr, nullptr, 0, nullptr},
};

PyTypeObject type = [] {
  PyTypeObject made = {};
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&made), 1);
  made.tp_name = "_acrida.StatsFeed";
  made.tp_doc =
      "StatsFeed(engine)\n--\n\nWhere the samples of an Environment go: a listener of its event `request`, "
      "which "
      "sessions feed without calling it.";
  made.tp_basicsize = sizeof(FeedObject);
  made.tp_flags = Py_TPFLAGS_DEFAULT;
  made.tp_new = make;
  made.tp_dealloc = destroy;
  made.tp_call = call;
  made.tp_methods = methods;
  return made;
}();

}  // namespace

StatsFeed* feed_of(PyObject* object) { return Py_IS_TYPE(object, &type) ? &of(object) : nullptr; }

bool add_stats_feed(PyObject* module) { return PyModule_AddType(module, &type) == 0; }

}  // namespace acrida::scenario::python
