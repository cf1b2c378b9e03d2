// The module-level functions of Python's `random` that users files call most, made fast: randint, randrange,
// choice, uniform, choices, sample and shuffle.
//
// They draw from the same generator in the same way, so that a seed gives the same numbers as ever. What they
// do not know (numbers beyond 64 bits, sequences of classes of one's own, arguments that are wrong) they
// leave to the function they replaced, whose results, warnings and errors thus stay as they are. Objects of
// random.Random are not touched.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// Adds `patch_random()`, which puts the fast functions into the module `random` of this process; called
// again, it changes nothing. Names that were taken from the module before (`from random import randint`) stay
// the slow ones.
bool add_random_functions(PyObject* module);

}  // namespace acrida::scenario::python
