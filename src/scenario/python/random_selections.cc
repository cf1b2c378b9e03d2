#include "scenario/python/random_selections.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "scenario/python/generator.h"

namespace acrida::scenario::python {
namespace {

constexpr Drawn kFailed = {true, nullptr};
constexpr std::size_t kMostWeights = 64;  // of those that are summed up on the stack
constexpr std::size_t kMostSeen = 32;     // of those that are looked through one by one

bool is_plain_sequence(PyObject* object) {
  return PyList_CheckExact(object) || PyTuple_CheckExact(object) || PyUnicode_CheckExact(object) ||
         PyRange_Check(object);
}

bool index_below(Py_ssize_t bound, Py_ssize_t& index) {
  std::uint64_t drawn = 0;
  if (!Generator::shared()->below(static_cast<std::uint64_t>(bound), drawn)) return false;
  index = static_cast<Py_ssize_t>(drawn);
  return true;
}

// The argument called `name`, or the one at `place`; null if there is neither.
PyObject* argument(const Call& call, Py_ssize_t place, const char* name) {
  const auto named = call.keywords == nullptr ? 0 : PyTuple_GET_SIZE(call.keywords);
  for (Py_ssize_t i = 0; i < named; ++i) {
    if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(call.keywords, i), name) == 0) {
      return call.arguments[call.count + i];
    }
  }
  return place < call.count ? call.arguments[place] : nullptr;
}

Py_ssize_t given(const Call& call) {
  return call.count + (call.keywords == nullptr ? 0 : PyTuple_GET_SIZE(call.keywords));
}

// Sums of the weights up to each; empty if they are not plain. Sums of ints are exact here as they are in
// Python, for all that a double cannot hold is refused.
std::span<const double> cumulated(PyObject* weights, std::array<double, kMostWeights>& sums) {
  if (!PyList_CheckExact(weights) && !PyTuple_CheckExact(weights)) return {};
  const auto count = static_cast<std::size_t>(PySequence_Fast_GET_SIZE(weights));
  if (count > sums.size()) return {};
  PyObject* const* const items = PySequence_Fast_ITEMS(weights);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    double weight = 0;
    if (!plain_number(items[i], weight) || !(weight >= 0)) return {};
    sum = i == 0 ? weight : sum + weight;
    if (PyLong_CheckExact(items[i]) && std::abs(sum) > 0x1p53) return {};
    sums[i] = sum;
  }
  return std::span(sums).first(count);
}

// The first place whose sum is above the number; the last place if there is none.
Py_ssize_t place_of(double number, std::span<const double> sums) {
  const auto last = sums.end() - 1;
  return std::upper_bound(sums.begin(), last, number) - sums.begin();
}

// k places, drawn as long as each is a new one. Sets the items of `result`.
bool pick_sparsely(PyObject* population, Py_ssize_t size, PyObject* result) {
  std::array<Py_ssize_t, kMostSeen> seen = {};
  const auto k = static_cast<std::size_t>(PyList_GET_SIZE(result));
  for (std::size_t i = 0; i < k; ++i) {
    const auto end = seen.begin() + static_cast<std::ptrdiff_t>(i);
    do {
      if (!index_below(size, seen[i])) return false;
    } while (std::find(seen.begin(), end, seen[i]) != end);
    PyObject* const item = PySequence_GetItem(population, seen[i]);
    if (item == nullptr) return false;
    PyList_SET_ITEM(result, static_cast<Py_ssize_t>(i), item);
  }
  return true;
}

// k items of `pool`, in which what was taken is replaced by the last one left. Sets the items of `result`.
bool pick_from_copy(PyObject* pool, PyObject* result) {
  const auto size = PyList_GET_SIZE(pool);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(result); ++i) {
    Py_ssize_t j = 0;
    if (!index_below(size - i, j)) return false;
    PyList_SET_ITEM(result, i, Py_NewRef(PyList_GET_ITEM(pool, j)));
    PyList_SetItem(pool, j, Py_NewRef(PyList_GET_ITEM(pool, size - i - 1)));
  }
  return true;
}

}  // namespace

Drawn choice(const Call& call) {
  if (call.count != 1 || call.keywords != nullptr || !is_plain_sequence(call.arguments[0])) return kNotPlain;
  PyObject* const items = call.arguments[0];
  const auto size = PySequence_Size(items);
  if (size < 0) PyErr_Clear();  // a range beyond what a size can be
  if (size <= 0) return kNotPlain;
  Py_ssize_t index = 0;
  if (!index_below(size, index)) return kFailed;
  return {true, PySequence_GetItem(items, index)};
}

Drawn choices(const Call& call) {
  if (call.count < 1 || call.count > 2 || !is_plain_sequence(call.arguments[0])) return kNotPlain;
  PyObject* const population = call.arguments[0];
  PyObject* const wanted = argument(call, call.count, "k");
  PyObject* const weights = argument(call, 1, "weights");
  if (given(call) != 1 + (wanted != nullptr) + (weights != nullptr))
    return kNotPlain;  // other names, or one twice
  long long k = 1;
  if (wanted != nullptr && (!plain_integer(wanted, k) || k < 0)) return kNotPlain;
  const auto size = PySequence_Size(population);
  if (size < 0) PyErr_Clear();
  if (size <= 0) return kNotPlain;

  std::array<double, kMostWeights> storage;
  std::span<const double> sums;
  auto range = static_cast<double>(size);
  if (weights != nullptr && weights != Py_None) {
    sums = cumulated(weights, storage);
    if (std::ssize(sums) != size) return kNotPlain;
    range = sums.back();
    if (!(range > 0) || !std::isfinite(range)) return kNotPlain;
  }
  auto result = Object::take(PyList_New(k));
  if (!result) return kFailed;
  for (Py_ssize_t i = 0; i < k; ++i) {
    double drawn = 0;
    if (!Generator::shared()->real(drawn)) return kFailed;
    drawn *= range;
    PyObject* const item =
        PySequence_GetItem(population, sums.empty() ? static_cast<Py_ssize_t>(drawn) : place_of(drawn, sums));
    if (item == nullptr) return kFailed;
    PyList_SET_ITEM(result.get(), i, item);
  }
  return {true, result.release()};
}

Drawn sample(const Call& call) {
  if (call.count < 1 || given(call) != 2 || !is_plain_sequence(call.arguments[0])) return kNotPlain;
  PyObject* const population = call.arguments[0];
  PyObject* const wanted = argument(call, 1, "k");
  long long k = 0;
  if (wanted == nullptr || !plain_integer(wanted, k)) return kNotPlain;
  const auto size = PySequence_Size(population);
  if (size < 0) PyErr_Clear();
  if (k < 0 || k > size) return kNotPlain;

  // Up to which size a copy costs less memory than a set of what was taken; it decides about the numbers
  // drawn.
  double copied = 21;
  if (k > 5) copied += std::pow(4.0, std::ceil(std::log(static_cast<double>(k * 3)) / std::log(4.0)));
  auto result = Object::take(PyList_New(k));
  if (!result) return kFailed;
  if (static_cast<double>(size) <= copied) {
    const auto pool = Object::take(PySequence_List(population));
    if (!pool) return kFailed;
    if (PyList_GET_SIZE(pool.get()) < k) return kNotPlain;  // changed meanwhile, by a finalizer
    if (!pick_from_copy(pool.get(), result.get())) return kFailed;
  } else {
    if (k > static_cast<long long>(kMostSeen)) return kNotPlain;
    if (!pick_sparsely(population, size, result.get())) return kFailed;
  }
  return {true, result.release()};
}

Drawn shuffle(const Call& call) {
  if (call.count != 1 || call.keywords != nullptr || !PyList_CheckExact(call.arguments[0])) return kNotPlain;
  PyObject** const items = PySequence_Fast_ITEMS(call.arguments[0]);
  for (Py_ssize_t i = PyList_GET_SIZE(call.arguments[0]) - 1; i > 0; --i) {
    Py_ssize_t j = 0;
    if (!index_below(i + 1, j)) return kFailed;
    std::swap(items[i], items[j]);
  }
  return {true, Py_NewRef(Py_None)};
}

}  // namespace acrida::scenario::python
