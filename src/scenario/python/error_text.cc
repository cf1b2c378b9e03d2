#include "scenario/python/error_text.h"

#include <algorithm>

#include "scenario/python/payload_class.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

// "<X object at 0x7f00aa>" as "<X object at 0x....>".
void mask_address(std::string& text) {
  constexpr std::string_view kBefore = "object at 0x";
  const auto at = text.find(kBefore);
  if (at == std::string::npos) return;
  const auto begin = at + kBefore.size();
  const auto end = text.find('>', begin);
  if (end != std::string::npos) text.replace(begin, end - begin, "....");
}

// str() of it, in UTF-8; false: an exception is set.
bool text_of(PyObject* object, Object& kept, std::string_view& text) {
  kept = PyUnicode_CheckExact(object) != 0 ? Object::keep(object) : Object::take(PyObject_Str(object));
  if (kept) kept = Object::take(presentable(kept.get()));
  if (!kept) return false;
  text = utf8(kept.get());
  return text.data() != nullptr;
}

bool number_of(PyObject* object, double& number) {
  number = PyFloat_AsDouble(object);
  return number != -1 || PyErr_Occurred() == nullptr;
}

}  // namespace

std::string error_text_of(PyObject* exception) {
  const auto shown = Object::take(PyObject_Repr(exception));
  std::string_view text;
  if (shown) text = utf8(shown.get());
  if (text.data() == nullptr) {
    PyErr_Clear();
    return std::string(Py_TYPE(exception)->tp_name) + "()";
  }
  std::string masked(text);
  mask_address(masked);
  return masked;
}

bool feed_request(StatsFeed& feed, PyObject* method, PyObject* name, PyObject* response_time,
                  PyObject* response_length, PyObject* exception, PyObject* context,
                  const stats::AnswerSource* answer, const stats::Sample* known) {
  Object method_text;
  Object name_text;
  StatsFeed::Name filed;
  filed.payload_class = payload_class_in(context);
  double ms = 0;
  double length = 0;
  const bool timed = response_time != Py_None;
  if (!text_of(method, method_text, filed.method) || !text_of(name, name_text, filed.name) ||
      (timed && !number_of(response_time, ms)) ||
      (response_length != Py_None && !number_of(response_length, length))) {
    return false;
  }
  stats::Sample sample = known != nullptr ? *known : stats::Sample{};
  if (known == nullptr) sample.finished = feed.now();
  constexpr double kLongestMs = 8.64e7;  // a day
  sample.started = sample.finished - base::from_seconds(std::clamp(ms, 0.0, kLongestMs) / 1e3);
  // An intended start that is known stays, even if the user has said another time.
  sample.intended = known != nullptr ? std::min(known->intended, sample.started) : sample.started;
  sample.content_bytes = length > 0 ? static_cast<std::uint64_t>(length) : 0;
  std::string text;
  if (exception != nullptr) {
    text = error_text_of(exception);
    sample.error_kind = sample.error_kind.empty() ? std::string_view("check") : sample.error_kind;
    sample.error_text = text;
  } else {
    sample.error_kind = {};
  }
  feed.record(filed, sample, answer, timed);
  return true;
}

}  // namespace acrida::scenario::python
