#include "scenario/python/request_event.h"

#include "scenario/python/error_text.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

PyObject* handlers_name = nullptr;

bool put(const Object& dict, const char* key, const Object& value) {
  return value && PyDict_SetItemString(dict.get(), key, value.get()) == 0;
}

PyObject* get(PyObject* dict, const char* key) {
  PyObject* const value = PyDict_GetItemString(dict, key);
  return value == nullptr ? Py_None : value;
}

// The verdict, or what is wrong.
Object exception_of(ResponseObject& response) {
  if (response.verdict == Py_True) return Object::keep(Py_None);
  if (response.verdict != nullptr) return Object::keep(response.verdict);
  return own_error(response);
}

// What a listener has raised: logged, or thrown on if it steers the test. False: it is set.
bool report_listener(const ResponseObject& response) {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback != nullptr) PyException_SetTraceback(value, traceback);
  const auto kept_type = Object::take(type);
  const auto kept_value = Object::take(value);
  const auto kept_traceback = Object::take(traceback);
  const auto report = helper(*response.session->state->flavour, "listener_raised");
  return report && Object::take(PyObject_CallOneArg(report.get(), kept_value.get()));
}

bool call_listener(const ResponseObject& response, PyObject* listener, PyObject* nothing,
                   PyObject* arguments) {
  if (Object::take(PyObject_Call(listener, nothing, arguments))) return true;
  return report_listener(response);
}

}  // namespace

Object handlers_of(PyObject* event) {
  if (handlers_name == nullptr) handlers_name = interned("_handlers");
  auto handlers =
      event == nullptr || event == Py_None ? Object() : Object::take(PyObject_GetAttr(event, handlers_name));
  if (!handlers) PyErr_Clear();
  return handlers && PyList_CheckExact(handlers.get()) != 0 ? handlers : Object();
}

Object context_of(const ResponseObject& response) {
  PyObject* const user = response.session->state->user.get();
  auto context = Object::take(PyDict_New());
  if (!context) return {};
  if (user != nullptr && user != Py_None) {
    const auto common = Object::take(PyObject_CallMethod(user, "context", nullptr));
    if (!common || PyDict_Update(context.get(), common.get()) < 0) return {};
  }
  if (response.context != nullptr && PyDict_Update(context.get(), response.context) < 0) return {};
  return context;
}

Object own_error(ResponseObject& response) {
  const Exchange& exchange = *response.exchange;
  const Flavour& flavour = *response.session->state->flavour;
  if (!exchange.failure && is_success(flavour, exchange.response.status)) return Object::keep(Py_None);
  const auto make = helper(flavour, "make_error");
  const auto name = response.name != nullptr ? Object::keep(response.name) : Object::keep(Py_None);
  return make ? Object::take(PyObject_CallFunctionObjArgs(make.get(), reinterpret_cast<PyObject*>(&response),
                                                          name.get(), nullptr))
              : Object();
}

Object describe_event(ResponseObject& response) {
  const Exchange& exchange = *response.exchange;
  auto meta = Object::take(PyDict_New());
  if (!meta) return {};
  const double start = base::seconds_of(exchange.began.time_since_epoch());
  const bool fine =
      put(meta, "request_type",
          response.method != nullptr ? Object::keep(response.method)
                                     : Object::take(new_text(exchange.request.method))) &&
      put(meta, "response_time", Object::take(PyFloat_FromDouble(exchange.response_time_ms()))) &&
      put(meta, "name", name_of(response)) && put(meta, "context", context_of(response)) &&
      put(meta, "response", Object::keep(reinterpret_cast<PyObject*>(&response))) &&
      put(meta, "exception", exception_of(response)) &&
      put(meta, "start_time", Object::take(PyFloat_FromDouble(start))) &&
      put(meta, "url", Object::take(new_text(exchange.first_url()))) &&
      put(meta, "response_length", Object::take(PyLong_FromUnsignedLongLong(length_of(response))));
  return fine ? meta : Object();
}

bool feed_meta(ResponseObject& response, StatsFeed& feed) {
  const Exchange& exchange = *response.exchange;
  const auto exception =
      response.verdict != nullptr ? exception_of(response) : Object::keep(get(response.meta, "exception"));
  stats::Sample sample = exchange.sample();
  if (response.verdict == nullptr)
    sample.error_kind = exchange.failure ? http::name_of(exchange.failure->kind) : std::string_view("status");
  return feed_request(feed, get(response.meta, "request_type"), get(response.meta, "name"),
                      get(response.meta, "response_time"), get(response.meta, "response_length"),
                      exception.get() == Py_None ? nullptr : exception.get(), get(response.meta, "context"),
                      &exchange.evidence(), &sample);
}

bool tell_listeners(ResponseObject& response, PyObject* handlers) {
  auto arguments = response.meta != nullptr ? Object::keep(response.meta) : describe_event(response);
  if (!arguments) return false;
  if (response.meta != nullptr && response.verdict != nullptr &&
      !put(arguments, "exception", exception_of(response))) {
    return false;
  }
  const auto nothing = Object::take(PyTuple_New(0));
  const auto all = Object::take(PyList_GetSlice(handlers, 0, PyList_GET_SIZE(handlers)));
  if (!nothing || !all) return false;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(all.get()); ++i) {
    PyObject* const listener = PyList_GET_ITEM(all.get(), i);
    StatsFeed* const feed = feed_of(listener);
    const bool told = feed != nullptr ? feed_response(response, *feed, get(arguments.get(), "context"))
                                      : call_listener(response, listener, nothing.get(), arguments.get());
    if (!told) return false;
  }
  return true;
}

bool tell_event(ResponseObject& response, PyObject* event) {
  if (event == nullptr || event == Py_None) return true;
  auto arguments = response.meta != nullptr ? Object::keep(response.meta) : describe_event(response);
  const auto fire = Object::take(PyObject_GetAttrString(event, "fire"));
  const auto nothing = Object::take(PyTuple_New(0));
  return arguments && fire && nothing &&
         Object::take(PyObject_Call(fire.get(), nothing.get(), arguments.get()));
}

}  // namespace acrida::scenario::python
