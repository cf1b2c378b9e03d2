#include "scenario/python/random_functions.h"

#include <array>
#include <cstddef>

#include "scenario/python/generator.h"
#include "scenario/python/random_numbers.h"
#include "scenario/python/random_selections.h"

namespace acrida::scenario::python {
namespace {

constexpr std::size_t kFunctions = 7;

// What the functions of the module were before: where each call goes that is not plain.
std::array<PyObject*, kFunctions> originals = {};

using Fast = Drawn (*)(const Call& call);

template <std::size_t index, Fast fast>
PyObject* function(PyObject* /*none*/, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  const auto drawn = fast({arguments, count, keywords});
  if (drawn.plain) return drawn.value;
  return PyObject_Vectorcall(originals[index], arguments, static_cast<std::size_t>(count), keywords);
}

template <std::size_t index, Fast fast>
PyMethodDef definition(const char* name, const char* doc) {
  const _PyCFunctionFastWithKeywords call = function<index, fast>;
  return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(call)),
          METH_FASTCALL | METH_KEYWORDS, doc};
}

// The first lines are what help() and inspect.signature() read.
std::array<PyMethodDef, kFunctions> definitions = {
    definition<0, randint>("randint", "randint(a, b)\n--\n\nA random integer in [a, b], both ends included."),
    definition<1, randrange>("randrange",
                             "randrange(start, stop=None, step=1)\n--\n\n"
                             "A random item of range(start, stop, step), or of range(start)."),
    definition<2, uniform>("uniform", "uniform(a, b)\n--\n\nA random number between a and b."),
    definition<3, choice>("choice", "choice(seq)\n--\n\nA random item of a sequence that is not empty."),
    definition<4, choices>("choices",
                           "choices(population, weights=None, *, cum_weights=None, k=1)\n--\n\n"
                           "A list of k random items, each of which may come again."),
    definition<5, sample>("sample",
                          "sample(population, k, *, counts=None)\n--\n\n"
                          "A list of k random items, each of which comes once."),
    definition<6, shuffle>("shuffle", "shuffle(x)\n--\n\nPuts a list into random order, in place."),
};

PyObject* patch_random(PyObject* /*module*/, PyObject* /*none*/) {
  if (originals.back() != nullptr) Py_RETURN_NONE;
  if (Generator::shared() == nullptr) return nullptr;
  const auto random = Object::take(PyImport_ImportModule("random"));
  const auto name = Object::take(PyUnicode_FromString("random"));
  if (!random || !name) return nullptr;
  for (std::size_t i = 0; i < kFunctions; ++i) {
    auto original = Object::take(PyObject_GetAttrString(random.get(), definitions[i].ml_name));
    // Without an object of its own and with the module's name, it is pickled as what it replaces.
    const auto fast = Object::take(PyCFunction_NewEx(&definitions[i], nullptr, name.get()));
    if (!original || !fast) return nullptr;
    Py_XSETREF(originals[i], original.release());
    if (PyObject_SetAttrString(random.get(), definitions[i].ml_name, fast.get()) < 0) return nullptr;
  }
  Py_RETURN_NONE;
}

PyMethodDef functions[] = {
    {"patch_random", patch_random, METH_NOARGS,
     "patch_random()\n--\n\n"
     "Makes the module-level functions of `random` fast: the same numbers for the same seed, the same "
     "errors."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_random_functions(PyObject* module) { return PyModule_AddFunctions(module, functions) == 0; }

}  // namespace acrida::scenario::python
