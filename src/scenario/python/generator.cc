#include "scenario/python/generator.h"

#include <bit>

namespace acrida::scenario::python {
namespace {

// The C function behind a bound method of the generator, which takes no detour through a call of Python's.
PyCFunction function_of(PyObject* generator, const char* name, int flags) {
  const auto method = Object::take(PyObject_GetAttrString(generator, name));
  if (!method) return nullptr;
  if (!PyCFunction_Check(method.get()) || PyCFunction_GetFlags(method.get()) != flags ||
      PyCFunction_GetSelf(method.get()) != generator) {
    PyErr_Format(
        PyExc_ImportError,
        "random._inst.%s is not the method that this build of _acrida knows; cure: use Debian's python3",
        name);
    return nullptr;
  }
  return PyCFunction_GetFunction(method.get());
}

}  // namespace

Generator* Generator::shared() {
  static Generator generator;
  if (generator.random_ == nullptr && !generator.find()) return nullptr;
  return &generator;
}

bool Generator::find() {
  const auto module = Object::take(PyImport_ImportModule("random"));
  if (!module) return false;
  auto self = Object::take(PyObject_GetAttrString(module.get(), "_inst"));
  if (!self) return false;
  getrandbits_ = function_of(self.get(), "getrandbits", METH_O);
  if (getrandbits_ == nullptr) return false;
  for (long width = 0; auto& object : widths_) {
    object = PyLong_FromLong(width++);
    if (object == nullptr) return false;
  }
  random_ = function_of(self.get(), "random", METH_NOARGS);
  if (random_ == nullptr) return false;
  self_ = self.release();
  return true;
}

bool Generator::below(std::uint64_t bound, std::uint64_t& drawn) {
  PyObject* const width = widths_[std::bit_width(bound)];
  do {
    const auto bits = Object::take(getrandbits_(self_, width));
    if (!bits) return false;
    drawn = PyLong_AsUnsignedLongLong(bits.get());
  } while (drawn >= bound);
  return true;
}

bool Generator::real(double& drawn) {
  const auto number = Object::take(random_(self_, nullptr));
  if (!number) return false;
  drawn = PyFloat_AS_DOUBLE(number.get());
  return true;
}

}  // namespace acrida::scenario::python
