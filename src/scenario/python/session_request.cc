// How a session's request comes to be, is sent, and ends.
#include <string>
#include <string_view>
#include <utility>

#include "scenario/python/request_parts.h"
#include "scenario/python/response.h"
#include "scenario/python/session.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

// What only the library requests can do, and what another thread asks for.
bool is_for_python(const SessionObject& session, const Ask& ask, const Settings& settings) {
  return !session.state->engine->is_here() || asks_for_requests(session, ask, settings);
}

PyObject* perform_in_python(SessionObject& session, const Ask& ask) {
  const auto function = helper(*session.state->flavour, "perform");
  const auto keywords = Object::take(ask.as_keywords());
  if (!function || !keywords) return nullptr;
  const auto arguments = Object::take(
      PyTuple_Pack(3, reinterpret_cast<PyObject*>(&session), ask[Argument::method], ask[Argument::url]));
  return arguments ? PyObject_Call(function.get(), arguments.get(), keywords.get()) : nullptr;
}

// What the request is filed under, its context, and how its method was written. False: an exception is set.
bool describe(ResponseObject& response, const Ask& ask) {
  const SessionState& state = *response.session->state;
  PyObject* const method = ask[Argument::method];
  if (utf8(method) != response.exchange->request.method) response.method = Py_NewRef(method);
  const auto set_name = [&](PyObject* name) {
    const auto text = PyUnicode_Check(name) != 0 ? Object::keep(name) : Object::take(PyObject_Str(name));
    response.name = text ? presentable(text.get()) : nullptr;
    return response.name != nullptr;
  };
  PyObject* const session_name = state.request_name.get();
  if (ask.has(Argument::context)) response.context = Py_NewRef(ask[Argument::context]);
  const int has_name = ask.has(Argument::name) ? PyObject_IsTrue(ask[Argument::name]) : 0;
  if (has_name != 0) return has_name > 0 && set_name(ask[Argument::name]);
  if (session_name != nullptr && session_name != Py_None) return set_name(session_name);
  return !state.flavour->fast || set_name(ask[Argument::url]);
}

// FastHttpSession takes a gevent.Timeout for an answer that never came. True: it was one, and the exception
// is gone.
bool timed_out(ResponseObject& response) {
  if (!response.session->state->flavour->fast) return false;
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  const auto timeout = helper(*response.session->state->flavour, "Timeout");
  if (!timeout || PyErr_GivenExceptionMatches(type, timeout.get()) == 0) {
    PyErr_Restore(type, value, traceback);
    return false;
  }
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  Exchange& exchange = *response.exchange;
  exchange.failure = http::Failure{http::FailureKind::timeout, "timed out"};
  exchange.finished = exchange.engine().clock.now();
  response.verdict = value;
  return true;
}

// max_redirects= of FastHttpSession counts the requests: with one there is none left for where an answer
// leads.
void see_to_redirects(Exchange& exchange, const SessionState& state, const Ask& ask) {
  if (!state.flavour->fast || state.defaults.most_redirects != 0 || exchange.failure) return;
  PyObject* const follow = ask[Argument::allow_redirects];
  const int status = exchange.response.status;
  const bool leads_on = exchange.response.notes.location &&
                        ((status >= 301 && status <= 303) || status == 307 || status == 308);
  if (leads_on && (follow == nullptr || PyObject_IsTrue(follow) > 0))
    exchange.failure = http::Failure{http::FailureKind::redirects, "more than 0 redirects"};
}

bool is_true(PyObject* object) { return object != nullptr && PyObject_IsTrue(object) > 0; }

}  // namespace

bool fill(Exchange& exchange, SessionObject& session, const Ask& ask, const Settings& settings) {
  PyObject* const method = ask[Argument::method];
  const auto text = PyUnicode_Check(method) != 0 ? utf8(method) : std::string_view{};
  if (text.data() == nullptr) {
    if (PyErr_Occurred() == nullptr)
      PyErr_Format(PyExc_TypeError, "a method is a str, not a %s", Py_TYPE(method)->tp_name);
    return false;
  }
  exchange.request.method = text;
  for (char& c : exchange.request.method) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string content_type;
  return fill_target(exchange, session, ask, settings) && fill_body(exchange, session, ask, content_type) &&
         fill_fields(exchange, session, ask, settings, content_type) &&
         fill_options(exchange, session, ask, settings);
}

namespace {

// An arrival that finds no connection has to wait for more than the server.
void note_connecting(const Exchange& exchange, const UserBase& user) {
  const bool connected = exchange.dns + exchange.connect + exchange.tls > base::Duration::zero();
  load::Engine* const run = exchange.engine().run;
  if (connected && user.on_call != nullptr && run != nullptr) ++run->health.late_connections;
}

// `user`: whose request it is; may be null.
PyObject* perform_natively(SessionObject& session, const Ask& ask, const Settings& settings, UserBase* user) {
  SessionState& state = *session.state;
  Exchange* const exchange = state.engine->take_exchange();
  if (!fill(*exchange, session, ask, settings)) {
    state.engine->give_back(exchange);
    return nullptr;
  }
  ResponseObject* const response = new_response(session, exchange, is_true(ask[Argument::catch_response]));
  if (response == nullptr) return nullptr;
  if (!describe(*response, ask)) {
    Py_DECREF(response);
    return nullptr;
  }
  if (user != nullptr) exchange->intended = std::exchange(user->intended, base::TimePoint{});
  const bool answered = exchange->perform(state.client, *state.server) || timed_out(*response);
  if (answered) {
    see_to_redirects(*exchange, state, ask);
    if (exchange->intended != base::TimePoint{}) note_connecting(*exchange, *user);
  } else {
    file_given_up(*response);
  }
  if (!answered || (!response->catching && !file(*response))) {
    Py_DECREF(response);
    return nullptr;
  }
  return reinterpret_cast<PyObject*>(response);
}

// A user that was killed is told to leave whenever it wants to wait. One whose task takes no notice of that,
// and asks on and on, would let nobody else run: it waits from then on, until somebody else throws something
// into it.
PyObject* refuse(const SessionState& state) {
  constexpr std::uint16_t kMostRefusals = 100;
  UserBase& user = *user_of(state.user.get());
  if (user.refused < kMostRefusals) {
    ++user.refused;
    PyErr_SetNone(greenlet_exit());
    return nullptr;
  }
  auto* const never = new Waiting;
  state.engine->block(*never);
  delete never;
  return nullptr;
}

}  // namespace

PyObject* perform(SessionObject& session, const Ask& ask) {
  SessionState& state = *session.state;
  if (!state.client) {
    PyErr_Format(PyExc_RuntimeError,
                 "%s was made without its base class: its __init__ has to call super().__init__",
                 Py_TYPE(&session)->tp_name);
    return nullptr;
  }
  UserBase* const user = state.user_base();
  if (user != nullptr && user->killed) return refuse(state);
  Settings settings;
  if (!settings.read(session)) return nullptr;
  if (is_for_python(session, ask, settings)) return perform_in_python(session, ask);
  if (PyErr_Occurred() != nullptr) return nullptr;

  if (!state.places.enter(*state.engine)) return nullptr;
  PyObject* const answer = perform_natively(session, ask, settings, user);
  state.places.leave(*state.engine);
  return answer;
}

}  // namespace acrida::scenario::python
