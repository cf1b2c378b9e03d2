// The cookies of a session, for the view of them in Python.
#pragma once

#include "http/cookies.h"
#include "scenario/python/object.h"

namespace acrida::scenario::python {

// The cookies of a jar as a list of tuples (name, value, domain, path, secure, expires): the last in seconds
// since 1970, or None. Null: an exception is set.
PyObject* list_of(const http::CookieJar& jar, base::WallTime now);

// Methods of Session.
PyObject* session_cookies(PyObject* self, PyObject* none);
PyObject* session_set_cookie(PyObject* self, PyObject* arguments);
PyObject* session_clear_cookies(PyObject* self, PyObject* none);

}  // namespace acrida::scenario::python
