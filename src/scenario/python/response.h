// The base type of all answers that sessions give.
#pragma once

#include "scenario/python/exchange.h"
#include "scenario/python/session.h"

namespace acrida::scenario::python {

struct ResponseObject {
  PyObject ob_base;
  PyObject* dict;
  PyObject* weak_references;
  Exchange* exchange;      // owned
  SessionObject* session;  // owned
  PyObject* method;        // as it was written; null: as it was sent
  PyObject* name;          // what it is filed under; null: the path and query
  PyObject* context;       // of the event; null: none
  PyObject* meta;          // `request_meta`, once somebody has looked at it
  PyObject* content;       // the body, once somebody has looked at it, or has set it
  PyObject* verdict;       // Py_True, or the exception of failure(); null: nobody has judged
  bool catching, entered, filed;

  int status() const { return exchange->failure ? 0 : exchange->response.status; }
};

// An answer to be, of the session's type for such; takes over the exchange. Null: an exception is set, and
// the exchange is given back.
ResponseObject* new_response(SessionObject& session, Exchange* exchange, bool catching);

// What the request is filed under.
Object name_of(const ResponseObject& response);
// Tells statistics and listeners of the request, once. False: an exception is set.
bool file(ResponseObject& response);
// The body, decoded; of a streamed answer waits for all of it. Borrowed; null: an exception is set.
PyObject* content_of(ResponseObject& response);
// What has come next of a streamed answer, as new bytes; None at its end. Waits for it. Null: an exception is
// set.
PyObject* read_piece(ResponseObject& response);
// The body as a new str.
PyObject* text_of(ResponseObject& response);
// `request_meta`. Borrowed; null: an exception is set.
PyObject* meta_of(ResponseObject& response);

// A function in the flavour's module of helpers. Null: an exception is set.
Object helper(const Flavour& flavour, const char* name);

// Adds the type Response.
bool add_response(PyObject* module);

}  // namespace acrida::scenario::python
