#include "app/engine/option_rows.h"

#include <string_view>

#include "app/option_table.h"
#include "scenario/python/object.h"
#include "scenario/python/text.h"

namespace acrida::app {
namespace {

using scenario::python::new_text;
using scenario::python::Object;

const char* name_of(OptionType type) {
  switch (type) {
    case OptionType::flag: return "flag";
    case OptionType::text: return "text";
    case OptionType::integer: return "integer";
    case OptionType::number: return "number";
    case OptionType::timespan: return "timespan";
    case OptionType::list: return "list";
    case OptionType::repeated: return "repeated";
    case OptionType::positional: return "positional";
  }
  return "";
}

const char* name_of(OptionGroup group) {
  switch (group) {
    case OptionGroup::what: return "what";
    case OptionGroup::request: return "request";
    case OptionGroup::load: return "load";
    case OptionGroup::connections: return "connections";
    case OptionGroup::results: return "results";
    case OptionGroup::information: return "information";
    case OptionGroup::users_file: return "users_file";
  }
  return "";
}

PyObject* tuple_of(const OptionRow& row) {
  const std::string_view letter(&row.letter, row.letter == 0 ? 0 : 1);
  auto tuple = Object::take(PyTuple_New(11));
  if (!tuple) return nullptr;
  Py_ssize_t place = 0;
  for (const auto text : {row.name, letter, row.dest, row.variable, std::string_view(name_of(row.type)),
                          row.metavar, row.default_value, std::string_view(name_of(row.group)), row.help}) {
    PyTuple_SET_ITEM(tuple.get(), place++, new_text(text));
  }
  PyTuple_SET_ITEM(tuple.get(), place++, PyBool_FromLong(row.hidden));
  PyTuple_SET_ITEM(tuple.get(), place, new_text(row.refusal));
  return PyErr_Occurred() == nullptr ? tuple.release() : nullptr;
}

PyObject* option_rows(PyObject* /*module*/, PyObject* /*none*/) {
  auto rows = Object::take(PyList_New(0));
  if (!rows) return nullptr;
  for (const auto& row : option_table()) {
    const auto tuple = Object::take(tuple_of(row));
    if (!tuple || PyList_Append(rows.get(), tuple.get()) < 0) return nullptr;
  }
  return rows.release();
}

PyMethodDef functions[] = {
    {"option_rows", option_rows, METH_NOARGS,
     "option_rows()\n--\n\nAll options as a list of (name, letter, dest, variable, type, metavar, default, "
     "group, help, "
     "hidden,\nrefusal), all str but hidden, a bool; what there is none of is empty."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_option_rows(PyObject* module) { return PyModule_AddFunctions(module, functions) == 0; }

}  // namespace acrida::app
