// The header fields of a request.
#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "http/credentials.h"
#include "scenario/python/request_parts.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

// Collects fields: those of the request first, then those of the session that the request does not speak of.
class Collector {
 public:
  Collector(http::Fields& fields, const Flavour& flavour) : fields_(fields), flavour_(flavour) {}

  // Each field of a mapping. False: an exception is set.
  bool add_all(PyObject* mapping) {
    if (PyDict_CheckExact(mapping) == 0) return add_items(mapping);
    Py_ssize_t place = 0;
    PyObject* name = nullptr;
    PyObject* value = nullptr;
    while (PyDict_Next(mapping, &place, &name, &value) != 0) {
      if (!add(name, value)) return false;
    }
    return true;
  }

  void add_line(std::string_view name, std::string_view value) {
    if (!is_spoken_of(name)) fields_.add_checked(name, value);
  }

  bool is_spoken_of(std::string_view name) const {
    return fields_.contains(name) ||
           std::any_of(left_out_.begin(), left_out_.end(),
                       [&](const std::string& each) { return base::iequals(each, name); });
  }

 private:
  bool add_items(PyObject* mapping) {
    const auto items = Object::take(PyMapping_Items(mapping));
    if (!items) return false;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items.get()); ++i) {
      PyObject* const pair = PyList_GET_ITEM(items.get(), i);
      if (!add(PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1))) return false;
    }
    return true;
  }

  bool add(PyObject* name, PyObject* value) {
    Object kept_name;
    Object kept_value;
    const auto name_text = bytes_of_field(name, kept_name);
    if (name_text.data() == nullptr) return PyErr_Occurred() == nullptr && refuse(name, value);
    if (is_spoken_of(name_text)) return true;
    if (value == Py_None && !flavour_.fast) {
      left_out_.emplace_back(name_text);
      return true;
    }
    const auto text = bytes_of_field(value, kept_value);
    if (text.data() == nullptr) return PyErr_Occurred() == nullptr && refuse(name, value);
    if (text.find_first_of("\r\n") != std::string_view::npos) return refuse(name, value);
    return fields_.add(name_text, text) || refuse(name, value);
  }

  // A null pointer in it without an exception: it is neither str nor bytes.
  std::string_view bytes_of_field(PyObject* object, Object& kept) {
    if (PyUnicode_Check(object) != 0 && PyUnicode_IS_ASCII(object) != 0) return utf8(object);
    if (PyBytes_Check(object) != 0) return bytes_of(object);
    if (PyUnicode_Check(object) != 0) {
      kept = Object::take(PyUnicode_AsLatin1String(object));
    } else if (flavour_.fast) {
      const auto text = Object::take(PyObject_Str(object));
      if (text) kept = Object::take(PyUnicode_AsLatin1String(text.get()));
    }
    return kept ? bytes_of(kept.get()) : std::string_view{};
  }

  bool refuse(PyObject* name, PyObject* value) {
    const auto raise = helper(flavour_, "bad_header");
    if (raise) Object::take(PyObject_CallFunctionObjArgs(raise.get(), name, value, nullptr));
    return false;
  }

  http::Fields& fields_;
  const Flavour& flavour_;
  std::vector<std::string> left_out_;  // said to be None
};

constexpr const char* kEncodings = "gzip, deflate, br";

// ("user", "password"), or whatever has these two: the helpers have seen to the rest.
bool add_authorization(http::Fields& fields, PyObject* auth) {
  PyObject* pair[2] = {nullptr, nullptr};
  if (PyTuple_Check(auth) == 0 || PyTuple_GET_SIZE(auth) != 2) return true;
  std::string texts[2];
  for (int i = 0; i < 2; ++i) {
    pair[i] = PyTuple_GET_ITEM(auth, i);
    if (PyBytes_Check(pair[i]) != 0) {
      texts[i] = bytes_of(pair[i]);
      continue;
    }
    const auto shown = Object::take(PyObject_Str(pair[i]));
    const auto latin = shown ? Object::take(PyUnicode_AsLatin1String(shown.get())) : Object();
    if (!latin) return false;
    texts[i] = bytes_of(latin.get());
  }
  fields.add("Authorization", http::basic_authorization(texts[0], texts[1]));
  return true;
}

}  // namespace

bool fill_fields(Exchange& exchange, const SessionObject& session, const Ask& ask, const Settings& settings,
                 std::string_view content_type) {
  const Flavour& flavour = *session.state->flavour;
  http::Fields& fields = exchange.request.fields;
  PyObject* const auth = ask.has(Argument::auth) ? ask[Argument::auth] : settings.auth;
  if (auth != nullptr && auth != Py_None && !add_authorization(fields, auth)) return false;
  if (!ask.has(Argument::headers) && settings.headers == nullptr && auth == nullptr) {  // as nearly always
    fields.add_checked("Accept-Encoding", kEncodings);
    if (!flavour.fast) fields.add_checked("Connection", "keep-alive");
    if (!content_type.empty()) fields.add_checked("Content-Type", content_type);
    if (flavour.fast && content_type == "application/json") fields.add_checked("Accept", content_type);
    return true;
  }
  Collector collector(fields, flavour);
  if (ask.has(Argument::headers) && !collector.add_all(ask[Argument::headers])) return false;
  if (settings.headers != nullptr) {
    if (!collector.add_all(settings.headers)) return false;
  } else if (!flavour.fast) {
    collector.add_line("Accept-Encoding", kEncodings);
    collector.add_line("Connection", "keep-alive");
  }
  if (flavour.fast) collector.add_line("Accept-Encoding", kEncodings);
  if (!content_type.empty()) collector.add_line("Content-Type", content_type);
  if (flavour.fast && content_type == "application/json") collector.add_line("Accept", content_type);
  return true;
}

}  // namespace acrida::scenario::python
