// What a call of a session's method asks for.
#pragma once

#include <array>
#include <cstddef>

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// The arguments that the methods of both flavours of sessions know.
enum class Argument : std::size_t {
  method,
  url,
  name,
  catch_response,
  context,
  data,
  json,
  params,
  headers,
  cookies,
  files,
  auth,
  timeout,
  allow_redirects,
  proxies,
  hooks,
  stream,
  verify,
  cert,
  count,
};

// One call's arguments, borrowed from whoever calls; null: not given.
class Ask {
 public:
  // Where arguments stand that come without a name, for one method.
  struct Positions {
    const char* method;  // of Python, for messages
    const Argument* order;
    Py_ssize_t count, least;
  };
  // A call in the form of METH_FASTCALL | METH_KEYWORDS. False: a TypeError is set.
  bool read(const Positions& positions, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);

  PyObject* operator[](Argument argument) const { return values_[static_cast<std::size_t>(argument)]; }
  void set(Argument argument, PyObject* value) { values_[static_cast<std::size_t>(argument)] = value; }
  // Given, and not None.
  bool has(Argument argument) const {
    PyObject* const value = (*this)[argument];
    return value != nullptr && value != Py_None;
  }
  // As keyword arguments for a function in Python, without method and URL. Null: an exception is set.
  PyObject* as_keywords() const;

 private:
  bool set_named(const Positions& positions, PyObject* name, PyObject* value);

  std::array<PyObject*, static_cast<std::size_t>(Argument::count)> values_{};
};

// Looks up the names of arguments. False: an exception is set.
bool find_argument_names();

}  // namespace acrida::scenario::python
