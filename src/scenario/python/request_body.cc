// The body of a request.
#include <memory>
#include <string>
#include <vector>

#include "scenario/python/json_encoder.h"
#include "scenario/python/request_parts.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

constexpr const char* kJson = "application/json";

bool fill_json(Exchange& exchange, const Flavour& flavour, PyObject* object, std::string& content_type) {
  content_type = kJson;
  std::string& body = exchange.request.body;
  const auto done = encode_json(object, flavour.fast, body);
  if (done != Encoded::no) return done == Encoded::yes;
  const auto dumps = helper(flavour, "dump_json");
  const auto text = dumps ? Object::take(PyObject_CallOneArg(dumps.get(), object)) : Object();
  if (!text) return false;
  const auto bytes = utf8(text.get());
  if (bytes.data() == nullptr) return false;
  body = bytes;
  return true;
}

// Pieces that were made before: whatever makes them may wait for others, which the loop must not.
bool fill_pieces(http::Request& request, PyObject* pieces) {
  auto all = std::make_shared<std::vector<std::string>>();
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(pieces); ++i) {
    PyObject* const piece = PyList_GET_ITEM(pieces, i);
    if (PyBytes_Check(piece) == 0) {
      PyErr_Format(PyExc_TypeError, "data= gives a %s where bytes are needed", Py_TYPE(piece)->tp_name);
      return false;
    }
    all->emplace_back(bytes_of(piece));
  }
  request.body_source = [all, next = std::size_t{0}](std::string& out) mutable {
    if (next < all->size()) out += (*all)[next++];
    return next < all->size() ? http::Piece::more : http::Piece::last;
  };
  return true;
}

// A form, files, a file or a generator: (bytes or list of bytes, content type or None).
bool fill_in_python(Exchange& exchange, const Flavour& flavour, const Ask& ask, std::string& content_type) {
  const auto encode = helper(flavour, "encode_body");
  if (!encode) return false;
  const auto or_none = [&](Argument argument) { return ask.has(argument) ? ask[argument] : Py_None; };
  const auto made = Object::take(
      PyObject_CallFunctionObjArgs(encode.get(), or_none(Argument::data), or_none(Argument::files), nullptr));
  PyObject* body = nullptr;
  const char* type = nullptr;
  if (!made || PyArg_ParseTuple(made.get(), "Oz:encode_body", &body, &type) == 0) return false;
  if (type != nullptr) content_type = type;
  if (PyList_Check(body) != 0) return fill_pieces(exchange.request, body);
  if (PyBytes_Check(body) == 0) {
    PyErr_Format(PyExc_TypeError, "data= gives a %s where bytes are needed", Py_TYPE(body)->tp_name);
    return false;
  }
  exchange.request.body = bytes_of(body);
  return true;
}

}  // namespace

bool fill_body(Exchange& exchange, const SessionObject& session, const Ask& ask, std::string& content_type) {
  const Flavour& flavour = *session.state->flavour;
  PyObject* const data = ask[Argument::data];
  const bool has_files = ask.has(Argument::files);
  const int has_data = data == nullptr ? 0 : PyObject_IsTrue(data);
  if (has_data < 0) return false;
  if (ask.has(Argument::json) && has_data == 0 && !has_files)
    return fill_json(exchange, flavour, ask[Argument::json], content_type);
  if (has_files) return fill_in_python(exchange, flavour, ask, content_type);
  if (has_data == 0) return true;
  if (PyUnicode_Check(data) != 0) {
    const auto text = utf8(data);
    if (text.data() == nullptr) return false;
    exchange.request.body = text;
    if (flavour.fast) content_type = "text/plain; charset=utf-8";
    return true;
  }
  if (PyBytes_Check(data) != 0) {
    exchange.request.body = bytes_of(data);
    if (flavour.fast) content_type = "application/octet-stream";
    return true;
  }
  return fill_in_python(exchange, flavour, ask, content_type);
}

}  // namespace acrida::scenario::python
