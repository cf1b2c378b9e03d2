#include "scenario/python/response_parts.h"

#include <string>

#include "base/text.h"
#include "scenario/python/response.h"
#include "scenario/python/session_cookies.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

ResponseObject& of(PyObject* self) { return *reinterpret_cast<ResponseObject*>(self); }
const Exchange& exchange_of(PyObject* self) { return *of(self).exchange; }

Object pairs_of(const http::Fields& fields) {
  auto list = Object::take(PyList_New(0));
  bool fine = static_cast<bool>(list);
  fields.for_each([&](std::string_view name, std::string_view value) {
    if (!fine) return;
    const auto pair = Object::take(PyTuple_New(2));
    if (pair) {
      PyTuple_SET_ITEM(pair.get(), 0, new_latin1(name));
      PyTuple_SET_ITEM(pair.get(), 1, new_latin1(value));
    }
    fine = pair && PyTuple_GET_ITEM(pair.get(), 0) != nullptr && PyTuple_GET_ITEM(pair.get(), 1) != nullptr &&
           PyList_Append(list.get(), pair.get()) == 0;
  });
  return fine ? list : Object();
}

// Finds the end of what JSON may have around its value.
Py_ssize_t after_blanks(PyObject* text, Py_ssize_t at) {
  const auto kind = PyUnicode_KIND(text);
  const void* const data = PyUnicode_DATA(text);
  const Py_ssize_t length = PyUnicode_GET_LENGTH(text);
  while (at < length) {
    const Py_UCS4 c = PyUnicode_READ(kind, data, at);
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
    ++at;
  }
  return at;
}

// The scanner of json's own decoder. Borrowed; null: an exception is set.
PyObject* scanner() {
  static PyObject* found = nullptr;
  if (found == nullptr) {
    const auto json = Object::take(PyImport_ImportModule("json"));
    const auto decoder =
        json ? Object::take(PyObject_GetAttrString(json.get(), "_default_decoder")) : Object();
    if (decoder) found = PyObject_GetAttrString(decoder.get(), "scan_once");
  }
  return found;
}

// What the text says; null without an exception: that is not for us to say.
PyObject* scan(PyObject* text) {
  PyObject* const scan_once = scanner();
  if (scan_once == nullptr) {
    PyErr_Clear();
    return nullptr;
  }
  const auto begin = Object::take(PyLong_FromSsize_t(after_blanks(text, 0)));
  const auto pair =
      begin ? Object::take(PyObject_CallFunctionObjArgs(scan_once, text, begin.get(), nullptr)) : Object();
  if (!pair) {
    PyErr_Clear();
    return nullptr;
  }
  const Py_ssize_t end = PyLong_AsSsize_t(PyTuple_GET_ITEM(pair.get(), 1));
  if (after_blanks(text, end) != PyUnicode_GET_LENGTH(text)) return nullptr;
  return Py_NewRef(PyTuple_GET_ITEM(pair.get(), 0));
}

}  // namespace

PyObject* response_json(PyObject* self, PyObject* arguments, PyObject* keywords) {
  ResponseObject& response = of(self);
  if (PyTuple_GET_SIZE(arguments) == 0 && keywords == nullptr && !response.exchange->failure) {
    const auto text = Object::take(guarded([&] { return text_of(response); }));
    if (!text) return nullptr;
    if (PyObject* const value = scan(text.get())) return value;
  }
  const auto load = helper(*response.session->state->flavour, "load_json");
  const auto all = Object::take(PyTuple_Pack(1, self));
  return load && all ? PyObject_Call(load.get(), all.get(), keywords) : nullptr;
}

PyObject* response_read(PyObject* self, PyObject* /*none*/) { return read_piece(of(self)); }

PyObject* response_close(PyObject* self, PyObject* /*none*/) {
  of(self).exchange->cancel();
  Py_RETURN_NONE;
}

PyObject* response_fields(PyObject* self, PyObject* /*none*/) {
  return pairs_of(exchange_of(self).response.fields).release();
}

PyObject* response_sent(PyObject* self, PyObject* /*none*/) {
  return guarded([&]() -> PyObject* {
    const Exchange& exchange = exchange_of(self);
    const http::Request& request = exchange.next_request();
    const auto fields = pairs_of(request.fields);
    const auto url = Object::take(new_text(exchange.url()));
    if (!fields || !url) return nullptr;
    return Py_BuildValue("(sOOy#)", request.method.c_str(), url.get(), fields.get(), request.body.data(),
                         static_cast<Py_ssize_t>(request.body.size()));
  });
}

PyObject* response_url(PyObject* self, PyObject* /*none*/) {
  return guarded([&] { return new_text(exchange_of(self).url()); });
}

PyObject* response_first_url(PyObject* self, PyObject* /*none*/) {
  return guarded([&] { return new_text(exchange_of(self).first_url()); });
}

PyObject* response_reason(PyObject* self, PyObject* /*none*/) {
  return new_latin1(exchange_of(self).response.reason);
}

PyObject* response_cookies(PyObject* self, PyObject* /*none*/) {
  return guarded([&] {
    const Exchange& exchange = exchange_of(self);
    http::CookieJar jar;
    http::Url from = exchange.redirected ? exchange.redirected->server : exchange.server();
    from.target = exchange.next_request().target;
    const auto now = exchange.engine().clock.wall_now();
    exchange.response.fields.for_each([&](std::string_view name, std::string_view value) {
      if (base::iequals(name, "Set-Cookie")) jar.store(from, value, now);
    });
    return list_of(jar, now);
  });
}

PyObject* response_hops(PyObject* self, PyObject* /*none*/) {
  return guarded([&]() -> PyObject* {
    const Exchange& exchange = exchange_of(self);
    auto list = Object::take(PyList_New(0));
    if (!list || !exchange.redirected) return list.release();
    for (const http::Call::Earlier& hop : exchange.redirected->earlier) {
      const auto fields = pairs_of(hop.fields);
      const auto url = Object::take(new_text(hop.url));
      const auto reason = Object::take(new_latin1(hop.reason));
      if (!fields || !url || !reason) return nullptr;
      const auto item = Object::take(
          Py_BuildValue("(isOOO)", hop.status, hop.method.c_str(), url.get(), reason.get(), fields.get()));
      if (!item || PyList_Append(list.get(), item.get()) < 0) return nullptr;
    }
    return list.release();
  });
}

PyObject* response_seconds(PyObject* self, PyObject* /*none*/) {
  const Exchange& exchange = exchange_of(self);
  return PyFloat_FromDouble(exchange.failure ? 0.0 : base::seconds_of(exchange.first_byte - exchange.sent));
}

PyObject* response_failure(PyObject* self, PyObject* /*none*/) {
  return guarded([&]() -> PyObject* {
    const Exchange& exchange = exchange_of(self);
    if (!exchange.failure) return Py_NewRef(Py_None);
    const std::string kind(http::name_of(exchange.failure->kind));
    const auto text = Object::take(new_text(exchange.failure->text));
    const auto url = Object::take(new_text(exchange.first_url()));
    if (!text || !url) return nullptr;
    const http::Url& server = exchange.server();
    return Py_BuildValue("(sOOsiOsI)", kind.c_str(), text.get(), url.get(), server.authority.host.c_str(),
                         static_cast<int>(server.authority.port), server.secure ? Py_True : Py_False,
                         exchange.read_timeout_text().c_str(), exchange.options.most_redirects);
  });
}

}  // namespace acrida::scenario::python
