// The event `request`, and who listens to it.
#pragma once

#include <cstdint>
#include <string>

#include "scenario/python/response.h"
#include "scenario/python/stats_feed.h"

namespace acrida::scenario::python {

// The list of an EventHook's listeners; null, without an exception, if it has no such list.
Object handlers_of(PyObject* event);

// What the user says of all its requests and what was said of this one, as a new dict. Null: an exception is
// set.
Object context_of(const ResponseObject& response);
// Records a request. `context`: what there is of it already, or null. False: an exception is set.
bool feed_response(ResponseObject& response, StatsFeed& feed, PyObject* context = nullptr);
// The same, by what the user has made of `request_meta`.
bool feed_meta(ResponseObject& response, StatsFeed& feed);
// Tells each listener, and a feed among them without a call of Python's. False: an exception is set.
bool tell_listeners(ResponseObject& response, PyObject* handlers);
// Fires the event, whatever it is. False: an exception is set.
bool tell_event(ResponseObject& response, PyObject* event);

// What is wrong with the answer if nobody has judged it: empty, or the text that it is counted by.
std::string own_error_text(const ResponseObject& response);
// The exception for that; None if nothing is wrong. Null: an exception is set.
Object own_error(ResponseObject& response);
// Bytes of the decoded body; of a streamed answer what its Content-Length says.
std::uint64_t length_of(const ResponseObject& response);

// The arguments of the event, as a new dict. Null: an exception is set.
Object describe_event(ResponseObject& response);

}  // namespace acrida::scenario::python
