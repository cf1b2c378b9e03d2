// `_acrida.option_rows()`: the table of options, for the parser that users in Python see.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace acrida::app {

// Adds the function option_rows.
bool add_option_rows(PyObject* module);

}  // namespace acrida::app
