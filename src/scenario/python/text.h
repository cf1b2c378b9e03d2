// Between Python's objects and C++ values.
#pragma once

#include <exception>
#include <new>
#include <string_view>

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// The UTF-8 of a str, which lives as long as that; a null pointer in it: an exception is set.
inline std::string_view utf8(PyObject* text) {
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
  return bytes == nullptr ? std::string_view{} : std::string_view(bytes, static_cast<std::size_t>(size));
}

// The same str if UTF-8 can say it, else one with escapes in the place of lone surrogates, which come from
// names of files and from other people's bytes. Null: an exception is set.
inline PyObject* presentable(PyObject* text) {
  if (PyUnicode_AsUTF8(text) != nullptr) return Py_NewRef(text);
  if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) return nullptr;
  PyErr_Clear();
  PyObject* const bytes = PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace");
  if (bytes == nullptr) return nullptr;
  PyObject* const result = PyUnicode_FromEncodedObject(bytes, "utf-8", "strict");
  Py_DECREF(bytes);
  return result;
}

// The bytes of a bytes object.
inline std::string_view bytes_of(PyObject* bytes) {
  return {PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes))};
}

// A new str of UTF-8, in which what is none is replaced.
inline PyObject* new_text(std::string_view text) {
  return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
}
// A new str whose characters are the bytes, as header fields are read.
inline PyObject* new_latin1(std::string_view text) {
  return PyUnicode_DecodeLatin1(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr);
}

// A str that Python keeps for good, for comparing and looking up names. Borrowed.
inline PyObject* interned(const char* text) { return PyUnicode_InternFromString(text); }

// What f() returns; C++'s exceptions become Python's. Nothing in f may switch greenlets.
template <class F>
PyObject* guarded(F&& f) {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    return PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
    return nullptr;
  }
}

}  // namespace acrida::scenario::python
