// Random numbers as the functions of Python's `random` draw them, for arguments that are plain.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// The arguments of a call, as vector calls hand them over.
struct Call {
  PyObject* const* arguments;  // first those by position, then those by keyword
  Py_ssize_t count;            // of those by position
  PyObject* keywords;          // a tuple of names, or null
};

// What came of a call. Not plain: the arguments ask for the original function, and nothing was drawn.
struct Drawn {
  bool plain;
  PyObject* value;  // a new reference; null: an exception is set
};
constexpr Drawn kNotPlain = {false, nullptr};

// Sets `value` to an int of Python's of at most 62 bits (so that sums of two have room); false: it is
// something else.
bool plain_integer(PyObject* object, long long& value);
// Sets `value` to a float, or to an int that a float represents exactly; false: it is something else.
bool plain_number(PyObject* object, double& value);

Drawn randint(const Call& call);
Drawn randrange(const Call& call);
Drawn uniform(const Call& call);

}  // namespace acrida::scenario::python
