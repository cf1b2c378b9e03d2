// The base type of HttpSession and FastHttpSession: the HTTP client of one Python user.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "http/client.h"
#include "http/url.h"
#include "scenario/python/ask.h"
#include "scenario/python/engine.h"
#include "scenario/python/flavour.h"
#include "scenario/python/object.h"
#include "scenario/python/places.h"
#include "scenario/python/user_base.h"

namespace acrida::scenario::python {

class StatsFeed;

// What C++ knows of a session.
struct SessionState {
  Object engine_object;
  Engine* engine = nullptr;
  const Flavour* flavour = &kHttpFlavour;
  std::shared_ptr<http::Client> client;  // which may lend its connections to other sessions

  Object base_url, request_event, user, request_name;
  Object response_type, catching_type;  // of answers: without and with catch_response
  // Unless a request says otherwise.
  struct Defaults {
    bool verify = true;                                // whether servers' certificates are looked at
    base::Duration connect_timeout{}, read_timeout{};  // 0: as the engine says; none
    unsigned most_redirects = http::Call::kMostRedirects;
  };
  Defaults defaults;
  Places places;
  std::uint64_t no_settings = 0;  // the version of the session's dict in which there are none
  bool trust_env = false;
  bool own_context = false;  // the user's class says something of all its requests
  bool own_request = false;  // the class overrides request(), which get() and the others are to call then

  // What base_url says, if it is the URL of a server with a path that others can be appended to; else null.
  const http::Url* server = nullptr;
  std::string base_path;

  // Null: it is of none.
  UserBase* user_base() const { return user.get() == nullptr ? nullptr : user_of(user.get()); }
  void set_base_url(PyObject* url);

 private:
  std::list<http::Url> servers_;  // all that there were: answers refer to theirs
};

struct SessionObject {
  PyObject ob_base;
  PyObject* dict;  // what the user has set, and defaults that he has looked at; null: nothing
  PyObject* weak_references;
  SessionState* state;
};

// What the user, or the default that he has looked at, says under that name; null, without an exception:
// nothing. Borrowed.
PyObject* setting(const SessionObject& session, PyObject* name);

// Sends what is asked for, lets the calling greenlet wait, and files the sample, unless the caller is to
// judge it. A new Response; null: an exception is set.
PyObject* perform(SessionObject& session, const Ask& ask);

// Adds the type Session.
bool add_session(PyObject* module);

}  // namespace acrida::scenario::python
