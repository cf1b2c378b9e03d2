#include "scenario/python/random_numbers.h"

#include <cstdint>

#include "scenario/python/generator.h"

namespace acrida::scenario::python {
namespace {

constexpr long long kLargest = 1LL << 62;
constexpr long long kExactInDouble = 1LL << 53;

// One of `steps` values from `start` on, `step` apart.
Drawn one_of(long long start, long long step, long long steps) {
  if (steps <= 0) return kNotPlain;  // an empty range: the original knows which error that is
  auto* const generator = Generator::shared();
  std::uint64_t drawn = 0;
  if (!generator->below(static_cast<std::uint64_t>(steps), drawn)) return {true, nullptr};
  return {true, PyLong_FromLongLong(start + step * static_cast<long long>(drawn))};
}

}  // namespace

bool plain_integer(PyObject* object, long long& value) {
  if (!PyLong_CheckExact(object)) return false;
  int overflow = 0;
  value = PyLong_AsLongLongAndOverflow(object, &overflow);
  return overflow == 0 && value > -kLargest && value < kLargest;
}

bool plain_number(PyObject* object, double& value) {
  if (PyFloat_CheckExact(object)) {
    value = PyFloat_AS_DOUBLE(object);
    return true;
  }
  long long integer = 0;
  if (!plain_integer(object, integer) || integer < -kExactInDouble || integer > kExactInDouble) return false;
  value = static_cast<double>(integer);
  return true;
}

Drawn randint(const Call& call) {
  long long low = 0;
  long long high = 0;
  if (call.count != 2 || call.keywords != nullptr || !plain_integer(call.arguments[0], low) ||
      !plain_integer(call.arguments[1], high)) {
    return kNotPlain;
  }
  return one_of(low, 1, high - low + 1);
}

Drawn randrange(const Call& call) {
  long long start = 0;
  if (call.count < 1 || call.count > 3 || call.keywords != nullptr ||
      !plain_integer(call.arguments[0], start)) {
    return kNotPlain;
  }
  if (call.count == 1) return one_of(0, 1, start);
  long long stop = 0;
  long long step = 1;
  if (!plain_integer(call.arguments[1], stop)) return kNotPlain;
  if (call.count == 3 && (!plain_integer(call.arguments[2], step) || step == 0)) return kNotPlain;
  // Rounded up: the last step may be a short one.
  const long long width = step > 0 ? stop - start : start - stop;
  const long long stride = step > 0 ? step : -step;
  if (width <= 0) return kNotPlain;
  return one_of(start, step, (width - 1) / stride + 1);
}

Drawn uniform(const Call& call) {
  double from = 0;
  double to = 0;
  if (call.count != 2 || call.keywords != nullptr || !plain_number(call.arguments[0], from) ||
      !plain_number(call.arguments[1], to)) {
    return kNotPlain;
  }
  double drawn = 0;
  if (!Generator::shared()->real(drawn)) return {true, nullptr};
  return {true, PyFloat_FromDouble(from + (to - from) * drawn)};
}

}  // namespace acrida::scenario::python
