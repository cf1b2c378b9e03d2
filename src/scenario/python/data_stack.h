// The memory of Python's own stack of frames, which each greenlet has pieces of.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// Keeps pieces that are given back for the next greenlet, or for the next call that is as deep. Python takes
// each from the system and gives it back at once, so that a loop whose calls cross the end of a piece would
// ask for memory with every call. Adds nothing to the module; true.
bool keep_data_stacks(PyObject* module);

// Gives back the calling greenlet's last piece if no frame stands on it, which the interpreter itself would
// keep until the greenlet ends: for one that is to wait for long. The next frame takes a new one.
void leave_empty_data_stack();

}  // namespace acrida::scenario::python
