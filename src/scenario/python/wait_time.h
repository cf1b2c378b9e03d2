// How long users wait between tasks: what between(), constant() and their like return. Calling such an object
// runs no Python; as an attribute of a class it is a method, like a function.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// Adds the types Between(min, max), Constant(seconds), ConstantPacing(seconds),
// ConstantThroughput(per_second) and Poisson(rate). Each object takes the one who waits, and gives seconds.
// Those that pace keep what they must remember on that one, which must therefore be a UserBase or a
// TaskSetBase.
bool add_wait_time(PyObject* module);

}  // namespace acrida::scenario::python
