// Which kind of payload a request had, when its context says so: context={"acrida.class": "valid"}.
#pragma once

#include <string_view>

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// The text under that key of a context; empty when there is none. Null is no context. The text lives as long
// as the context. Never leaves an exception set.
std::string_view payload_class_in(PyObject* context);

}  // namespace acrida::scenario::python
