// The type `_acrida.Child`: the conversation of this process with the acrida that has started it.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace acrida::app {

// Adds the type Child.
bool add_child(PyObject* module);

}  // namespace acrida::app
