// Python's objects as JSON, exactly as json.dumps() writes them by default.
#pragma once

#include <string>

#include "scenario/python/object.h"

namespace acrida::scenario::python {

enum class Encoded {
  yes,
  no,      // it is for json.dumps() to say what is wrong, or what becomes of it; nothing was appended
  failed,  // an exception is set
};

// Appends the object. NaN and infinity are left to json.dumps() unless `allow_nan`.
Encoded encode_json(PyObject* object, bool allow_nan, std::string& out);

// Adds the function encode_json(object), which returns str, or None where it leaves it to json.dumps().
bool add_json_encoder(PyObject* module);

}  // namespace acrida::scenario::python
