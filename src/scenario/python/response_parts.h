// The methods of Response that its classes in Python are made of.
#pragma once

#include "scenario/python/object.h"

namespace acrida::scenario::python {

// json(**options)
PyObject* response_json(PyObject* self, PyObject* arguments, PyObject* keywords);
// Of a streamed answer what has come next, as bytes; None at its end.
PyObject* response_read(PyObject* self, PyObject* none);
// Nobody wants the rest.
PyObject* response_close(PyObject* self, PyObject* none);
// The header fields as a list of pairs.
PyObject* response_fields(PyObject* self, PyObject* none);
// The request that was answered: (method, url, fields as a list of pairs, body as bytes).
PyObject* response_sent(PyObject* self, PyObject* none);
// Where the answer came from, redirects included.
PyObject* response_url(PyObject* self, PyObject* none);
// Where the request was sent to first.
PyObject* response_first_url(PyObject* self, PyObject* none);
// "Not Found", as received.
PyObject* response_reason(PyObject* self, PyObject* none);
// The cookies that the answer sets, as Session._cookies().
PyObject* response_cookies(PyObject* self, PyObject* none);
// The answers that led here: a list of (status, method, url, reason, fields as a list of pairs).
PyObject* response_hops(PyObject* self, PyObject* none);
// From the request's start to the first byte of the answer.
PyObject* response_seconds(PyObject* self, PyObject* none);
// Why there is no answer: (kind, text, url, host, port, secure, read timeout in s as text, most redirects);
// None: there is one.
PyObject* response_failure(PyObject* self, PyObject* none);

}  // namespace acrida::scenario::python
