// Errors by the text that they are counted by, and events that tell of them.
#pragma once

#include <string>

#include "scenario/python/object.h"
#include "scenario/python/stats_feed.h"

namespace acrida::scenario::python {

// repr() of it, without the address that it may name, so that the same trouble is the same text. What has no
// repr is called by its type. Never leaves an exception set.
std::string error_text_of(PyObject* exception);

// Feeds a request that is told of by Python's objects: method and name (anything with a str()), milliseconds
// (a number, or None when nobody knows), bytes (a number), and its exception and its context, or null. False:
// an exception is set.
bool feed_request(StatsFeed& feed, PyObject* method, PyObject* name, PyObject* response_time,
                  PyObject* response_length, PyObject* exception, PyObject* context,
                  const stats::AnswerSource* answer = nullptr, const stats::Sample* known = nullptr);

}  // namespace acrida::scenario::python
