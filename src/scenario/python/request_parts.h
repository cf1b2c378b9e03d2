// The parts of a request, read from what a user has said in Python.
#pragma once

#include "scenario/python/ask.h"
#include "scenario/python/exchange.h"
#include "scenario/python/response.h"
#include "scenario/python/session.h"

namespace acrida::scenario::python {

// What the session says for all its requests; null: nothing. Borrowed.
struct Settings {
  PyObject *headers = nullptr, *auth = nullptr, *verify = nullptr, *params = nullptr, *proxies = nullptr,
           *stream = nullptr, *hooks = nullptr, *adapters = nullptr, *cert = nullptr,
           *max_redirects = nullptr;

  // False: an exception is set.
  bool read(const SessionObject& session);
};

// Whether the request needs what only the library requests can do. An exception may be set.
bool asks_for_requests(const SessionObject& session, const Ask& ask, const Settings& settings);

// Fills in what is to be sent. False: an exception is set.
bool fill(Exchange& exchange, SessionObject& session, const Ask& ask, const Settings& settings);
// Its parts.
bool fill_target(Exchange& exchange, SessionObject& session, const Ask& ask, const Settings& settings);
bool fill_fields(Exchange& exchange, const SessionObject& session, const Ask& ask, const Settings& settings,
                 std::string_view content_type);
bool fill_body(Exchange& exchange, const SessionObject& session, const Ask& ask, std::string& content_type);
bool fill_options(Exchange& exchange, const SessionObject& session, const Ask& ask, const Settings& settings);

// Looks up the names of settings. False: an exception is set.
bool find_setting_names();

}  // namespace acrida::scenario::python
