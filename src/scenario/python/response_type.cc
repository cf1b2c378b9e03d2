// The types `_acrida.Response` and `_acrida.ManagedResponse`.
#include <array>

#include "scenario/python/request_event.h"
#include "scenario/python/response.h"
#include "scenario/python/response_parts.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

ResponseObject& of(PyObject* self) { return *reinterpret_cast<ResponseObject*>(self); }

int visit_all(PyObject* self, visitproc visit, void* arg) {
  const ResponseObject& response = of(self);
  Py_VISIT(response.dict);
  Py_VISIT(response.session);
  Py_VISIT(response.context);
  Py_VISIT(response.meta);
  Py_VISIT(response.verdict);
  return 0;
}

int clear(PyObject* self) {
  ResponseObject& response = of(self);
  Py_CLEAR(response.dict);
  Py_CLEAR(response.method);
  Py_CLEAR(response.name);
  Py_CLEAR(response.context);
  Py_CLEAR(response.meta);
  Py_CLEAR(response.content);
  Py_CLEAR(response.verdict);
  return 0;
}

void destroy(PyObject* self) {
  PyObject_GC_UnTrack(self);
  ResponseObject& response = of(self);
  if (response.weak_references != nullptr) PyObject_ClearWeakRefs(self);
  clear(self);
  if (response.exchange != nullptr) response.exchange->engine().give_back(response.exchange);
  Py_CLEAR(response.session);
  Py_TYPE(self)->tp_free(self);
}

PyObject* get_status(PyObject* self, void* /*none*/) { return PyLong_FromLong(of(self).status()); }

int set_status(PyObject* self, PyObject* value, void* /*none*/) {
  const long status = value == nullptr ? 0 : PyLong_AsLong(value);
  if (status == -1 && PyErr_Occurred() != nullptr) return -1;
  of(self).exchange->response.status = static_cast<int>(status);
  return 0;
}

PyObject* get_ok(PyObject* self, void* /*none*/) {
  const ResponseObject& response = of(self);
  const int status = response.status();
  if (!response.session->state->flavour->fast)
    return PyBool_FromLong(own_error_text(response).empty() ? 1 : 0);
  return PyBool_FromLong(status >= 200 && status < 400 ? 1 : 0);
}

PyObject* get_content(PyObject* self, void* /*none*/) { return Py_XNewRef(content_of(of(self))); }

int set_content(PyObject* self, PyObject* value, void* /*none*/) {
  Py_XSETREF(of(self).content, Py_XNewRef(value));
  return 0;
}

PyObject* get_text(PyObject* self, void* /*none*/) {
  return guarded([&] { return text_of(of(self)); });
}

PyObject* get_meta(PyObject* self, void* /*none*/) { return Py_XNewRef(meta_of(of(self))); }

PyObject* get_catching(PyObject* self, void* /*none*/) { return PyBool_FromLong(of(self).catching ? 1 : 0); }

PyObject* get_streaming(PyObject* self, void* /*none*/) {
  const Exchange& exchange = *of(self).exchange;
  return PyBool_FromLong(exchange.options.streaming && !exchange.failure ? 1 : 0);
}

PyObject* get_content_known(PyObject* self, void* /*none*/) {
  return PyBool_FromLong(of(self).content != nullptr ? 1 : 0);
}

PyObject* get_verdict(PyObject* self, void* /*none*/) {
  PyObject* const verdict = of(self).verdict;
  return Py_NewRef(verdict == nullptr ? Py_None : verdict);
}

PyGetSetDef attributes[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {"status_code", get_status, set_status, "The status of the answer; 0: none came.", nullptr},
    {"ok", get_ok, nullptr, "Whether the answer is there and no error.", nullptr},
    {"content", get_content, nullptr, "The body as bytes, decoded; None if no answer came.", nullptr},
    {"_content", get_content, set_content, nullptr, nullptr},
    {"text", get_text, nullptr, "The body as a str.", nullptr},
    {"request_meta", get_meta, nullptr,
     "The arguments of the event `request` to be, a dict that may be changed until the with-block ends.",
     nullptr},
    {"_streaming", get_streaming, nullptr, nullptr, nullptr},
    {"_content_known", get_content_known, nullptr, nullptr, nullptr},
    {"_catching", get_catching, nullptr, nullptr, nullptr},
    {"_verdict", get_verdict, nullptr, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

std::array methods = {
    PyMethodDef{
        "json", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(response_json)),
        METH_VARARGS | METH_KEYWORDS,
        "json(**options)\n--\n\nWhat the JSON of the body says. ValueError if it is none.\noptions: as of "
        "json.loads()."},
    PyMethodDef{"_read", response_read, METH_NOARGS, nullptr},
    PyMethodDef{"_close", response_close, METH_NOARGS, nullptr},
    PyMethodDef{"_fields", response_fields, METH_NOARGS, nullptr},
    PyMethodDef{"_sent", response_sent, METH_NOARGS, nullptr},
    PyMethodDef{"_url", response_url, METH_NOARGS, nullptr},
    PyMethodDef{"_first_url", response_first_url, METH_NOARGS, nullptr},
    PyMethodDef{"_reason", response_reason, METH_NOARGS, nullptr},
    PyMethodDef{"_cookies", response_cookies, METH_NOARGS, nullptr},
    PyMethodDef{"_hops", response_hops, METH_NOARGS, nullptr},
    PyMethodDef{"_seconds", response_seconds, METH_NOARGS, nullptr},
    PyMethodDef{"_failure", response_failure, METH_NOARGS, nullptr},
    PyMethodDef{nullptr, nullptr, 0, nullptr},
};

PyObject* enter(PyObject* self, PyObject* /*none*/) {
  ResponseObject& response = of(self);
  if (!response.catching) {
    const auto raise = helper(*response.session->state->flavour, "not_catching");
    return raise ? PyObject_CallNoArgs(raise.get()) : nullptr;
  }
  response.entered = true;
  return Py_NewRef(self);
}

// Whether the exception that leaves the block is one that says how the request went.
int is_response_error(const ResponseObject& response, PyObject* type) {
  const auto error = helper(*response.session->state->flavour, "ResponseError");
  return error ? PyObject_IsSubclass(type, error.get()) : -1;
}

PyObject* leave(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
  ResponseObject& response = of(self);
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "__exit__() needs three arguments");
    return nullptr;
  }
  PyObject* const type = arguments[0];
  bool swallow = false;
  if (type != Py_None && response.verdict == nullptr) {
    const int it_is = is_response_error(response, type);
    if (it_is < 0) return nullptr;
    if (it_is == 0) Py_RETURN_FALSE;  // nobody knows how the request went
    response.verdict = Py_NewRef(arguments[1] != Py_None ? arguments[1] : type);
    swallow = true;
  }
  if (!file(response)) return nullptr;
  return PyBool_FromLong(swallow ? 1 : 0);
}

bool may_judge(const ResponseObject& response) {
  if (response.entered) return true;
  const auto raise = helper(*response.session->state->flavour, "not_entered");
  if (raise) Object::take(PyObject_CallNoArgs(raise.get()));
  return false;
}

PyObject* success(PyObject* self, PyObject* /*none*/) {
  ResponseObject& response = of(self);
  if (!may_judge(response)) return nullptr;
  Py_XSETREF(response.verdict, Py_NewRef(Py_True));
  Py_RETURN_NONE;
}

PyObject* failure(PyObject* self, PyObject* why) {
  ResponseObject& response = of(self);
  if (!may_judge(response)) return nullptr;
  if (PyExceptionInstance_Check(why)) {
    Py_XSETREF(response.verdict, Py_NewRef(why));
    Py_RETURN_NONE;
  }
  const auto error = helper(*response.session->state->flavour, "CatchResponseError");
  auto made = error ? Object::take(PyObject_CallOneArg(error.get(), why)) : Object();
  if (!made) return nullptr;
  Py_XSETREF(response.verdict, made.release());
  Py_RETURN_NONE;
}

std::array managing_methods = {
    PyMethodDef{"__enter__", enter, METH_NOARGS, nullptr},
    PyMethodDef{"__exit__", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(leave)), METH_FASTCALL,
                nullptr},
    PyMethodDef{
        "success", success, METH_NOARGS,
        "success()\n--\n\nThe request has succeeded, whatever its status. Within the with-block only."},
    PyMethodDef{"failure", failure, METH_O,
                "failure(exc)\n--\n\nThe request has failed; exc says why, an exception or anything else. "
                "Within the\n"
                "with-block only."},
    PyMethodDef{nullptr, nullptr, 0, nullptr},
};

PyTypeObject response_type = [] {
  PyTypeObject made = {};
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&made), 1);
  made.tp_name = "_acrida.Response";
  made.tp_doc = "An answer, made by a session only.";
  made.tp_basicsize = sizeof(ResponseObject);
  made.tp_flags =
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION;
  made.tp_dealloc = destroy;
  made.tp_traverse = visit_all;
  made.tp_clear = clear;
  made.tp_dictoffset = offsetof(ResponseObject, dict);
  made.tp_weaklistoffset = offsetof(ResponseObject, weak_references);
  made.tp_methods = methods.data();
  made.tp_getset = attributes;
  return made;
}();

PyTypeObject managed_type = [] {
  PyTypeObject made = {};
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&made), 1);
  made.tp_name = "_acrida.ManagedResponse";
  made.tp_doc = "An answer that a with-block may judge.";
  made.tp_basicsize = sizeof(ResponseObject);
  made.tp_flags =
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION;
  made.tp_dealloc = destroy;
  made.tp_traverse = visit_all;
  made.tp_clear = clear;
  made.tp_methods = managing_methods.data();
  made.tp_base = &response_type;
  return made;
}();

}  // namespace

PyObject* meta_of(ResponseObject& response) {
  if (response.meta == nullptr) response.meta = describe_event(response).release();
  return response.meta;
}

bool add_response(PyObject* module) {
  return PyModule_AddType(module, &response_type) == 0 && PyModule_AddType(module, &managed_type) == 0;
}

}  // namespace acrida::scenario::python
