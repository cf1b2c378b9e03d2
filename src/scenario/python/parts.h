// What the extension module consists of: each part adds its types and functions to it.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace acrida::scenario::python {

// Each returns false with an exception set if it cannot.
using AddPart = bool (*)(PyObject* module);

}  // namespace acrida::scenario::python
