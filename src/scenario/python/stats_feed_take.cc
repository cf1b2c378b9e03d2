// What a StatsFeed hands to Python.
#include <utility>

#include "scenario/python/stats_feed.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

bool put(PyObject* dict, const Object& key, const Object& value) {
  return key && value && PyDict_SetItem(dict, key.get(), value.get()) == 0;
}

Object number(std::uint64_t value) { return Object::take(PyLong_FromUnsignedLongLong(value)); }

Object dict_of(const std::vector<std::uint64_t>& times) {
  auto dict = Object::take(PyDict_New());
  for (std::size_t place = 0; dict && place < times.size(); ++place) {
    if (times[place] == 0) continue;
    if (!put(dict.get(), number(LocustTally::time_at(place)), number(times[place]))) return {};
  }
  return dict;
}

Object dict_of(const LocustTally::Seconds& seconds) {
  auto dict = Object::take(PyDict_New());
  for (const auto& [second, count] : seconds) {
    if (!dict || !put(dict.get(), Object::take(PyLong_FromLongLong(second)), number(count))) return {};
  }
  return dict;
}

// Takes over `item`.
bool append(PyObject* list, PyObject* item) {
  const auto kept = Object::take(item);
  return kept && PyList_Append(list, item) == 0;
}

PyObject* entry_of(const stats::Endpoint& endpoint, const LocustTally& tally) {
  const auto method = Object::take(new_text(endpoint.method));
  const auto name = Object::take(new_text(endpoint.name));
  const auto times = dict_of(tally.times);
  const auto ended = dict_of(tally.ended);
  const auto failed = dict_of(tally.failed);
  const bool timed = tally.requests > tally.without_time;
  const auto least = timed ? Object::take(PyFloat_FromDouble(tally.min_ms)) : Object::keep(Py_None);
  if (!method || !name || !times || !ended || !failed || !least) return nullptr;
  return Py_BuildValue("(OOKKKdOdKOOOd)", method.get(), name.get(), tally.requests, tally.without_time,
                       tally.failures, tally.total_ms, least.get(), tally.max_ms, tally.content_bytes,
                       times.get(), ended.get(), failed.get(), tally.last_at);
}

}  // namespace

PyObject* StatsFeed::take_entries() {
  auto list = Object::take(PyList_New(0));
  for (std::size_t i = 0; list && i < tallies_.size(); ++i) {
    if (tallies_[i].requests == 0) continue;
    const LocustTally tally = std::exchange(tallies_[i], {});
    if (!append(list.get(), entry_of(table_[static_cast<stats::EndpointId>(i)], tally))) return nullptr;
  }
  return list.release();
}

PyObject* StatsFeed::take_errors() {
  auto list = Object::take(PyList_New(0));
  const auto errors = std::exchange(errors_, {});
  for (const auto& [key, seen] : errors) {
    const stats::Endpoint& endpoint = table_[key.first];
    const auto method = Object::take(new_text(endpoint.method));
    const auto name = Object::take(new_text(endpoint.name));
    const auto text = Object::take(new_text(key.second));
    if (!list || !method || !name || !text) return nullptr;
    if (!append(list.get(), Py_BuildValue("(OOOKdd)", method.get(), name.get(), text.get(), seen.count,
                                          seen.first, seen.last))) {
      return nullptr;
    }
  }
  return list.release();
}

PyObject* StatsFeed::take() {
  start_anew_if_due(now());
  const auto entries = Object::take(take_entries());
  if (!entries) return nullptr;
  const auto errors = Object::take(take_errors());
  if (!errors) return nullptr;
  const auto anew = std::exchange(anew_, false) ? Object::take(PyFloat_FromDouble(epoch_of(counts_from_)))
                                                : Object::keep(Py_None);
  return anew ? PyTuple_Pack(3, entries.get(), errors.get(), anew.get()) : nullptr;
}

}  // namespace acrida::scenario::python
