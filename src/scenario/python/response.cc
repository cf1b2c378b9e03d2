#include "scenario/python/response.h"

#include <optional>

#include "scenario/python/error_text.h"
#include "scenario/python/payload_class.h"
#include "scenario/python/request_event.h"
#include "scenario/python/stats_feed.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {

Object helper(const Flavour& flavour, const char* name) {
  const auto module = Object::take(PyImport_ImportModule(flavour.helpers));
  return module ? Object::take(PyObject_GetAttrString(module.get(), name)) : Object();
}

ResponseObject* new_response(SessionObject& session, Exchange* exchange, bool catching) {
  const SessionState& state = *session.state;
  auto* const type =
      reinterpret_cast<PyTypeObject*>((catching ? state.catching_type : state.response_type).get());
  auto* const response = reinterpret_cast<ResponseObject*>(type->tp_alloc(type, 0));
  if (response == nullptr) {
    state.engine->give_back(exchange);
    return nullptr;
  }
  response->exchange = exchange;
  response->session = &session;
  Py_INCREF(&session);
  response->catching = catching;
  return response;
}

Object name_of(const ResponseObject& response) {
  if (response.name != nullptr) return Object::keep(response.name);
  return Object::take(new_text(response.exchange->request.target));
}

bool file(ResponseObject& response) {
  if (response.filed) return true;
  response.filed = true;
  const SessionState& state = *response.session->state;
  const auto handlers = handlers_of(state.request_event.get());
  if (!handlers) return tell_event(response, state.request_event.get());
  const Py_ssize_t count = PyList_GET_SIZE(handlers.get());
  if (count == 0) return true;
  StatsFeed* const feed = count == 1 ? feed_of(PyList_GET_ITEM(handlers.get(), 0)) : nullptr;
  if (feed == nullptr) return tell_listeners(response, handlers.get());
  return feed_response(response, *feed);
}

namespace {

// What it is filed under; the views live as long as the response. False: an exception is set.
bool read_name(const ResponseObject& response, StatsFeed::Name& name) {
  name = {response.exchange->request.method, response.exchange->request.target};
  if (response.method != nullptr) name.method = utf8(response.method);
  if (response.name != nullptr) name.name = utf8(response.name);
  name.payload_class = payload_class_in(response.context);
  return name.name.data() != nullptr;
}

}  // namespace

void file_given_up(ResponseObject& response) {
  const Exchange& exchange = *response.exchange;
  const UserBase* const user = response.session->state->user_base();
  const bool on_call = user != nullptr && user->on_call != nullptr;
  if (!exchange.heard_of()) {
    // What the server has never heard of is not in flight; but the arrival that wanted it has come to
    // nothing.
    load::Engine* const run = exchange.engine().run;
    if (on_call && exchange.intended != base::TimePoint{} && run != nullptr) run->recorder.record_dropped();
    return;
  }
  std::optional<base::Duration> age;
  if (on_call) age = exchange.engine().clock.now() - exchange.sample().intended;
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  const auto handlers = handlers_of(response.session->state->request_event.get());
  StatsFeed::Name name;
  if (handlers && read_name(response, name)) {
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(handlers.get()); ++i) {
      if (auto* const feed = feed_of(PyList_GET_ITEM(handlers.get(), i)); feed != nullptr)
        feed->record_given_up(name, age);
    }
  }
  PyErr_Restore(type, value, traceback);
}

bool feed_response(ResponseObject& response, StatsFeed& feed, PyObject* context) {
  const Exchange& exchange = *response.exchange;
  if (response.meta != nullptr) return feed_meta(response, feed);
  Object asked_for;
  if (context == nullptr && response.session->state->own_context) {
    asked_for = context_of(response);
    if (!asked_for) return false;
    context = asked_for.get();
  }
  // Nothing below runs Python but what asks an exception for its repr().
  stats::Sample sample = exchange.sample();
  std::string text;
  if (response.verdict == nullptr) {
    text = own_error_text(response);
    if (!text.empty())
      sample.error_kind =
          exchange.failure ? http::name_of(exchange.failure->kind) : std::string_view("status");
  } else if (response.verdict != Py_True) {
    text = error_text_of(response.verdict);
    sample.error_kind = "check";
  }
  sample.error_text = text;
  sample.content_bytes = length_of(response);
  StatsFeed::Name name;
  if (!read_name(response, name)) return false;
  if (context != nullptr) name.payload_class = payload_class_in(context);
  feed.record(name, sample, &exchange.evidence());
  return true;
}

std::string own_error_text(const ResponseObject& response) {
  const Exchange& exchange = *response.exchange;
  const Flavour& flavour = *response.session->state->flavour;
  if (!exchange.failure && is_success(flavour, exchange.response.status)) return {};
  std::string url;
  if (!exchange.failure && !flavour.fast) {
    if (response.name != nullptr) {
      const auto name = utf8(response.name);
      if (name.data() == nullptr) PyErr_Clear();
      url = name;
    } else {
      url = exchange.url();
    }
  }
  return error_text(flavour, exchange, url);
}

std::uint64_t length_of(const ResponseObject& response) {
  const Exchange& exchange = *response.exchange;
  if (exchange.failure) return 0;
  if (!exchange.options.streaming) return exchange.response.body_bytes;
  const auto said = exchange.response.fields.find("Content-Length");
  std::uint64_t length = 0;
  for (const char c : said) {
    if (c < '0' || c > '9') return 0;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return length;
}

}  // namespace acrida::scenario::python
