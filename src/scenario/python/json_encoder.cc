#include "scenario/python/json_encoder.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

// Deeper nesting is left to json.dumps(), which has its own limit, and tells of circles.
constexpr int kDeepest = 100;

class Encoder {
 public:
  Encoder(std::string& out, bool allow_nan) : out_(out), allow_nan_(allow_nan) {}

  Encoded value(PyObject* object, int depth) {
    if (PyUnicode_CheckExact(object) != 0) return text(object);
    if (PyLong_CheckExact(object) != 0) return integer(object);
    if (PyFloat_CheckExact(object) != 0) return number(PyFloat_AS_DOUBLE(object));
    if (object == Py_None) return plain("null");
    if (object == Py_True) return plain("true");
    if (object == Py_False) return plain("false");
    if (depth == kDeepest) return Encoded::no;
    if (PyDict_CheckExact(object) != 0) return dict(object, depth + 1);
    if (PyList_CheckExact(object) != 0 || PyTuple_CheckExact(object) != 0) return sequence(object, depth + 1);
    return Encoded::no;
  }

 private:
  Encoded plain(std::string_view text) {
    out_ += text;
    return Encoded::yes;
  }

  Encoded integer(PyObject* object) {
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (overflow != 0) return Encoded::no;
    std::array<char, 24> digits;
    out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    return Encoded::yes;
  }

  Encoded number(double value) {
    if (!std::isfinite(value)) {
      if (!allow_nan_) return Encoded::no;
      return plain(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
    char* shown = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, nullptr);
    if (shown == nullptr) return Encoded::failed;
    out_ += shown;
    PyMem_Free(shown);
    return Encoded::yes;
  }

  Encoded text(PyObject* object) {
    if (PyUnicode_READY(object) < 0) return Encoded::failed;
    const Py_ssize_t length = PyUnicode_GET_LENGTH(object);
    out_ += '"';
    if (PyUnicode_IS_ASCII(object) != 0) {
      ascii({reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(object)), static_cast<std::size_t>(length)});
    } else {
      const auto kind = PyUnicode_KIND(object);
      const void* data = PyUnicode_DATA(object);
      for (Py_ssize_t i = 0; i < length; ++i) character(PyUnicode_READ(kind, data, i));
    }
    out_ += '"';
    return Encoded::yes;
  }

  // Most of it needs no escape.
  void ascii(std::string_view text) {
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f) continue;
      out_.append(text, copied, i - copied);
      character(static_cast<unsigned char>(c));
      copied = i + 1;
    }
    out_.append(text, copied);
  }

  void character(Py_UCS4 c) {
    constexpr Py_UCS4 kFirstOfPairs = 0x10000;
    switch (c) {
      case '"': out_ += "\\\""; return;
      case '\\': out_ += "\\\\"; return;
      case '\n': out_ += "\\n"; return;
      case '\r': out_ += "\\r"; return;
      case '\t': out_ += "\\t"; return;
      case '\f': out_ += "\\f"; return;
      case '\b': out_ += "\\b"; return;
      default: break;
    }
    if (c >= ' ' && c < 0x7f) {
      out_ += static_cast<char>(c);
    } else if (c < kFirstOfPairs) {
      unit(c);
    } else {
      const Py_UCS4 rest = c - kFirstOfPairs;
      unit(0xd800 + (rest >> 10));
      unit(0xdc00 + (rest & 0x3ff));
    }
  }

  void unit(Py_UCS4 value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out_ += kDigits[(value >> shift) & 0xf];
  }

  Encoded sequence(PyObject* object, int depth) {
    out_ += '[';
    // Nothing here runs Python, so that the object stays as it is meanwhile.
    const Py_ssize_t count = PySequence_Fast_GET_SIZE(object);
    for (Py_ssize_t i = 0; i < count; ++i) {
      if (i > 0) out_ += ", ";
      const auto done = value(PySequence_Fast_GET_ITEM(object, i), depth);
      if (done != Encoded::yes) return done;
    }
    return plain("]");
  }

  Encoded dict(PyObject* object, int depth) {
    out_ += '{';
    Py_ssize_t place = 0;
    PyObject* key = nullptr;
    PyObject* each = nullptr;
    bool first = true;
    while (PyDict_Next(object, &place, &key, &each) != 0) {
      if (!std::exchange(first, false)) out_ += ", ";
      auto done = name(key);
      if (done != Encoded::yes) return done;
      out_ += ": ";
      done = value(each, depth);
      if (done != Encoded::yes) return done;
    }
    return plain("}");
  }

  Encoded name(PyObject* key) {
    if (PyUnicode_CheckExact(key) != 0) return text(key);
    const bool simple = PyLong_CheckExact(key) != 0 || PyFloat_CheckExact(key) != 0 || key == Py_None ||
                        key == Py_True || key == Py_False;
    if (!simple) return Encoded::no;
    out_ += '"';
    const auto done = value(key, 0);
    out_ += '"';
    return done;
  }

  std::string& out_;
  bool allow_nan_;
};

PyObject* encode(PyObject* /*module*/, PyObject* object) {
  return guarded([&]() -> PyObject* {
    std::string text;
    switch (encode_json(object, true, text)) {
      case Encoded::yes: return new_text(text);
      case Encoded::no: return Py_NewRef(Py_None);
      case Encoded::failed: break;
    }
    return nullptr;
  });
}

PyMethodDef functions[] = {
    {"encode_json", encode, METH_O,
     "encode_json(object)\n--\n\nWhat json.dumps(object) returns, but None for what only that can write or "
     "refuse."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

Encoded encode_json(PyObject* object, bool allow_nan, std::string& out) {
  const std::size_t before = out.size();
  const auto done = Encoder(out, allow_nan).value(object, 0);
  if (done != Encoded::yes) out.resize(before);
  return done;
}

bool add_json_encoder(PyObject* module) { return PyModule_AddFunctions(module, functions) == 0; }

}  // namespace acrida::scenario::python
