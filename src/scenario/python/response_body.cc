// The body of an answer, as bytes, as text and as what its JSON says.
#include <string_view>

#include "base/text.h"
#include "scenario/python/response.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

enum class Encoding { utf8, latin1, ask_python };

// The value of charset= in a media type, without quotes; a null pointer in it: there is none.
std::string_view charset_of(std::string_view type) {
  constexpr std::string_view kKey = "charset=";
  for (std::size_t at = type.find(';'); at != std::string_view::npos; at = type.find(';', at + 1)) {
    const auto parameter = base::trimmed(type.substr(at + 1, type.find(';', at + 1) - at - 1));
    if (parameter.size() < kKey.size() || !base::iequals(parameter.substr(0, kKey.size()), kKey)) continue;
    auto value = base::trimmed(parameter.substr(kKey.size()));
    while (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '"' || value.back() == '\'')) value.remove_suffix(1);
    return value;
  }
  return {};
}

bool says(std::string_view type, std::string_view what) {
  return type.size() >= what.size() && base::iequals(type.substr(0, what.size()), what);
}

Encoding encoding_of(const ResponseObject& response) {
  // Somebody has set it, or has set headers, or has looked at it.
  if (response.dict != nullptr && PyDict_GET_SIZE(response.dict) > 0) return Encoding::ask_python;
  const auto type = response.exchange->response.fields.find("Content-Type");
  const auto charset = charset_of(type);
  if (charset.data() != nullptr)
    return base::iequals(charset, "utf-8") ? Encoding::utf8 : Encoding::ask_python;
  if (response.session->state->flavour->fast || says(type, "application/json")) return Encoding::utf8;
  return says(type, "text/") ? Encoding::latin1 : Encoding::ask_python;
}

std::string_view body_of(const ResponseObject& response) {
  return response.content != nullptr && PyBytes_Check(response.content) != 0
             ? bytes_of(response.content)
             : std::string_view(response.exchange->response.body);
}

PyObject* call_helper(ResponseObject& response, const char* name) {
  const auto function = helper(*response.session->state->flavour, name);
  return function ? PyObject_CallOneArg(function.get(), reinterpret_cast<PyObject*>(&response)) : nullptr;
}

// All that is still to come of a streamed answer.
PyObject* read_all(ResponseObject& response) {
  auto pieces = Object::take(PyList_New(0));
  while (pieces) {
    const auto piece = Object::take(read_piece(response));
    if (!piece) return nullptr;
    if (piece.get() == Py_None) break;
    if (PyList_Append(pieces.get(), piece.get()) < 0) return nullptr;
  }
  const auto nothing = Object::take(PyBytes_FromStringAndSize(nullptr, 0));
  return pieces && nothing ? PyObject_CallMethod(nothing.get(), "join", "O", pieces.get()) : nullptr;
}

}  // namespace

PyObject* read_piece(ResponseObject& response) {
  Exchange& exchange = *response.exchange;
  while (true) {
    if (exchange.content && !exchange.content->ready().empty()) {
      std::string& ready = exchange.content->ready();
      PyObject* const piece = PyBytes_FromStringAndSize(ready.data(), static_cast<Py_ssize_t>(ready.size()));
      ready.clear();
      exchange.content->events().clear();
      exchange.read_on();
      return piece;
    }
    if (!exchange.in_flight()) break;
    if (!exchange.wait_for_more()) return nullptr;
  }
  if (!exchange.failure) return Py_NewRef(Py_None);
  const auto error = Object::take(call_helper(response, "make_stream_error"));
  if (error) PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.get())), error.get());
  return nullptr;
}

PyObject* content_of(ResponseObject& response) {
  if (response.content != nullptr) return response.content;
  const Exchange& exchange = *response.exchange;
  if (exchange.options.streaming && !exchange.failure) {
    response.content = read_all(response);
  } else if (exchange.failure) {
    response.content = Py_NewRef(Py_None);
  } else {
    const std::string& body = exchange.response.body;
    response.content = PyBytes_FromStringAndSize(body.data(), static_cast<Py_ssize_t>(body.size()));
  }
  return response.content;
}

PyObject* text_of(ResponseObject& response) {
  Exchange& exchange = *response.exchange;
  const bool has_body = response.content != nullptr && response.content != Py_None;
  if (exchange.failure && !has_body) return call_helper(response, "text_of_failure");
  if (exchange.options.streaming && content_of(response) == nullptr) return nullptr;
  switch (encoding_of(response)) {
    case Encoding::utf8: return new_text(body_of(response));
    case Encoding::latin1: return new_latin1(body_of(response));
    case Encoding::ask_python: break;
  }
  return call_helper(response, "decode_text");
}

}  // namespace acrida::scenario::python
