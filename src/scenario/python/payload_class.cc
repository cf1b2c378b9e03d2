#include "scenario/python/payload_class.h"

#include "scenario/python/text.h"

namespace acrida::scenario::python {

std::string_view payload_class_in(PyObject* context) {
  static PyObject* const key = PyUnicode_InternFromString("acrida.class");
  if (context == nullptr || key == nullptr || PyDict_Check(context) == 0) return {};
  PyObject* const said = PyDict_GetItem(context, key);
  if (said == nullptr || PyUnicode_Check(said) == 0) return {};
  const auto text = utf8(said);
  if (text.data() == nullptr) PyErr_Clear();
  return text;
}

}  // namespace acrida::scenario::python
