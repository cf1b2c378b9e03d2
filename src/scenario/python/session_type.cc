// The type `_acrida.Session`.
#include <algorithm>
#include <array>

#include "scenario/python/request_parts.h"
#include "scenario/python/response.h"
#include "scenario/python/session.h"
#include "scenario/python/session_cookies.h"
#include "scenario/python/task_names.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

SessionObject& of(PyObject* self) { return *reinterpret_cast<SessionObject*>(self); }
SessionState& state_of(PyObject* self) { return *of(self).state; }
bool is_session(PyObject* object);

PyObject* make(PyTypeObject* type, PyObject* /*arguments*/, PyObject* /*keywords*/) {
  auto self = Object::take(type->tp_alloc(type, 0));
  if (!self) return nullptr;
  return guarded([&] {
    of(self.get()).state = new SessionState;
    return self.release();
  });
}

int visit_all(PyObject* self, visitproc visit, void* arg) {
  const SessionObject& session = of(self);
  Py_VISIT(session.dict);
  if (session.state == nullptr) return 0;
  for (const Object* each :
       {&session.state->request_event, &session.state->user, &session.state->request_name}) {
    if (const int stop = each->get() == nullptr ? 0 : visit(each->get(), arg)) return stop;
  }
  return 0;
}

int clear(PyObject* self) {
  SessionObject& session = of(self);
  Py_CLEAR(session.dict);
  if (session.state == nullptr) return 0;
  for (Object* each : {&session.state->request_event, &session.state->user, &session.state->request_name})
    *each = {};
  return 0;
}

void destroy(PyObject* self) {
  PyObject_GC_UnTrack(self);
  SessionObject& session = of(self);
  if (session.weak_references != nullptr) PyObject_ClearWeakRefs(self);
  clear(self);
  delete session.state;
  Py_TYPE(self)->tp_free(self);
}

// Whether its class has a context() of its own, rather than locust.User's, which says nothing.
bool has_own_context(PyObject* user) {
  const auto* const names = user == Py_None ? nullptr : TaskNames::get();
  if (names == nullptr) return false;
  const auto found =
      Object::take(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(user)), "context"));
  return found && found.get() != names->user_context;
}

// _open(engine, base_url, request_event, user, fast, response_type, catching_type, own_request)
PyObject* open(PyObject* self, PyObject* arguments) {
  PyObject *engine = nullptr, *base_url = nullptr, *event = nullptr, *user = nullptr, *response = nullptr,
           *catching = nullptr;
  int fast = 0;
  int own_request = 0;
  if (PyArg_ParseTuple(arguments, "OOOOpOOp:_open", &engine, &base_url, &event, &user, &fast, &response,
                       &catching, &own_request) == 0) {
    return nullptr;
  }
  Engine* const found = engine_of(engine);
  if (found == nullptr) return nullptr;
  return guarded([&] {
    SessionState& state = state_of(self);
    state.client = std::make_shared<http::Client>(found->http);
    state.engine = found;
    state.engine_object = Object::keep(engine);
    state.flavour = fast != 0 ? &kFastFlavour : &kHttpFlavour;
    state.request_event = Object::keep(event);
    state.user = Object::keep(user);
    state.own_context = has_own_context(user);
    PyErr_Clear();
    state.response_type = Object::keep(response);
    state.catching_type = Object::keep(catching);
    state.own_request = own_request != 0;
    state.set_base_url(base_url);
    return Py_NewRef(Py_None);
  });
}

// _configure(connect_timeout, read_timeout, max_redirects, verify, concurrency): what holds for all requests
// that do not say otherwise. Seconds; 0: none.
PyObject* configure(PyObject* self, PyObject* arguments) {
  double connect = 0;
  double read = 0;
  unsigned redirects = 0;
  unsigned concurrency = 0;
  int verify = 0;
  if (PyArg_ParseTuple(arguments, "ddIpI:_configure", &connect, &read, &redirects, &verify, &concurrency) ==
      0)
    return nullptr;
  SessionState& state = state_of(self);
  state.defaults = {verify != 0, base::from_seconds(connect), base::from_seconds(read), redirects};
  state.places.set_most(concurrency);
  Py_RETURN_NONE;
}

// _share(other): uses the connections of another session.
PyObject* share(PyObject* self, PyObject* other) {
  if (!is_session(other)) {
    PyErr_SetString(PyExc_TypeError, "connections are shared by sessions only");
    return nullptr;
  }
  state_of(self).client->share_connections(state_of(other).client);
  Py_RETURN_NONE;
}

// Drops the connections; the cookies stay.
PyObject* close_connections(PyObject* self, PyObject* /*none*/) {
  SessionState& state = state_of(self);
  if (!state.client) Py_RETURN_NONE;
  return guarded([&] {
    auto fresh = std::make_shared<http::Client>(state.engine->http);
    fresh->cookies() = state.client->cookies();
    state.client = std::move(fresh);
    return Py_NewRef(Py_None);
  });
}

using Order = Ask::Positions;
using A = Argument;
constexpr A kRequest[] = {A::method, A::url, A::name, A::catch_response, A::context};
constexpr A kFastRequest[] = {A::method, A::url,     A::name, A::data, A::catch_response,
                              A::stream, A::headers, A::auth, A::json, A::allow_redirects,
                              A::context};
constexpr A kUrlAlone[] = {A::url};
constexpr A kWithBody[] = {A::url, A::data, A::json};

// In Python a class has overridden request(): everything goes through that.
PyObject* perform_own(PyObject* self, const char* method, PyObject* const* arguments, Py_ssize_t count,
                      PyObject* keywords) {
  const auto function = Object::take(PyObject_GetAttrString(self, "request"));
  const auto name = Object::take(PyUnicode_FromString(method));
  if (!function || !name) return nullptr;
  const Py_ssize_t named = keywords == nullptr ? 0 : PyTuple_GET_SIZE(keywords);
  auto all = Object::take(PyDict_New());
  auto positional = Object::take(PyTuple_New(2));
  if (!all || !positional || count < 1) {
    if (PyErr_Occurred() == nullptr) PyErr_Format(PyExc_TypeError, "%s() needs a URL", method);
    return nullptr;
  }
  PyTuple_SET_ITEM(positional.get(), 0, Py_NewRef(name.get()));
  PyTuple_SET_ITEM(positional.get(), 1, Py_NewRef(arguments[0]));
  if (count > 1 && PyDict_SetItemString(all.get(), "data", arguments[1]) < 0) return nullptr;
  if (count > 2 && PyDict_SetItemString(all.get(), "json", arguments[2]) < 0) return nullptr;
  for (Py_ssize_t i = 0; i < named; ++i) {
    if (PyDict_SetItem(all.get(), PyTuple_GET_ITEM(keywords, i), arguments[count + i]) < 0) return nullptr;
  }
  return PyObject_Call(function.get(), positional.get(), all.get());
}

PyObject* method_names[7] = {};

// get(), post() and so on: `place` in method_names.
template <std::size_t place, bool body>
PyObject* verb(PyObject* self, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  constexpr const char* kVerbs[] = {"get", "post", "put", "patch", "delete", "head", "options"};
  constexpr const char* kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
  if (state_of(self).own_request) return perform_own(self, kMethods[place], arguments, count, keywords);
  Ask ask;
  const Order order{kVerbs[place], body ? kWithBody : kUrlAlone, body ? 3 : 1, 1};
  if (!ask.read(order, arguments, count, keywords)) return nullptr;
  ask.set(Argument::method, method_names[place]);
  return perform(of(self), ask);
}

PyObject* request(PyObject* self, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
  Ask ask;
  const bool fast = state_of(self).flavour->fast;
  const Order order{"request", fast ? kFastRequest : kRequest, fast ? 11 : 5, 2};
  if (!ask.read(order, arguments, count, keywords)) return nullptr;
  return perform(of(self), ask);
}

PyMethodDef method(const char* name, _PyCFunctionFastWithKeywords function, const char* doc) {
  return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function)),
          METH_FASTCALL | METH_KEYWORDS, doc};
}

std::array methods = {
    method("request", request,
           "request(method, url, **options)\n--\n\nSends a request and returns its answer."),
    method("get", verb<0, false>, "get(url, **options)\n--\n\nSends a GET."),
    method("post", verb<1, true>, "post(url, data=None, json=None, **options)\n--\n\nSends a POST."),
    method("put", verb<2, true>, "put(url, data=None, json=None, **options)\n--\n\nSends a PUT."),
    method("patch", verb<3, true>, "patch(url, data=None, json=None, **options)\n--\n\nSends a PATCH."),
    method("delete", verb<4, false>, "delete(url, **options)\n--\n\nSends a DELETE."),
    method("head", verb<5, false>,
           "head(url, **options)\n--\n\nSends a HEAD, whose redirects are not followed."),
    method("options", verb<6, false>, "options(url, **options)\n--\n\nSends an OPTIONS."),
    PyMethodDef{"_open", open, METH_VARARGS, nullptr},
    PyMethodDef{"_configure", configure, METH_VARARGS, nullptr},
    PyMethodDef{"_share", share, METH_O, nullptr},
    PyMethodDef{"_close_connections", close_connections, METH_NOARGS, nullptr},
    PyMethodDef{"_cookies", session_cookies, METH_NOARGS, nullptr},
    PyMethodDef{"_set_cookie", session_set_cookie, METH_VARARGS, nullptr},
    PyMethodDef{"_clear_cookies", session_clear_cookies, METH_NOARGS, nullptr},
    PyMethodDef{nullptr, nullptr, 0, nullptr},
};

template <Object SessionState::*member>
PyObject* get_member(PyObject* self, void* /*none*/) {
  PyObject* const value = (state_of(self).*member).get();
  return Py_NewRef(value == nullptr ? Py_None : value);
}

template <Object SessionState::*member>
int set_member(PyObject* self, PyObject* value, void* /*none*/) {
  state_of(self).*member = Object::keep(value);
  return 0;
}

int set_base_url(PyObject* self, PyObject* value, void* /*none*/) {
  const auto done = Object::take(guarded([&] {
    state_of(self).set_base_url(value == nullptr ? Py_None : value);
    return Py_NewRef(Py_None);
  }));
  return done ? 0 : -1;
}

PyObject* trust_env(PyObject* self, void* /*none*/) {
  return PyBool_FromLong(state_of(self).trust_env ? 1 : 0);
}

int set_trust_env(PyObject* self, PyObject* value, void* /*none*/) {
  const int truth = value == nullptr ? 0 : PyObject_IsTrue(value);
  if (truth >= 0) state_of(self).trust_env = truth != 0;
  return truth < 0 ? -1 : 0;
}

PyGetSetDef attributes[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {"base_url", get_member<&SessionState::base_url>, set_base_url, "What relative URLs are appended to.",
     nullptr},
    {"request_event", get_member<&SessionState::request_event>, set_member<&SessionState::request_event>,
     "The event that tells of each request.", nullptr},
    {"user", get_member<&SessionState::user>, set_member<&SessionState::user>,
     "Whose session it is, or None.", nullptr},
    {"request_name", get_member<&SessionState::request_name>, set_member<&SessionState::request_name>,
     "What requests without a name= are filed under; None: under their paths.", nullptr},
    {"trust_env", trust_env, set_trust_env, "Whether proxies and passwords of the environment count.",
     nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyTypeObject type = [] {
  PyTypeObject made = {};
  Py_SET_REFCNT(reinterpret_cast<PyObject*>(&made), 1);
  made.tp_name = "_acrida.Session";
  made.tp_doc = "The HTTP client of one user; see locust.clients and locust.contrib.fasthttp.";
  made.tp_basicsize = sizeof(SessionObject);
  made.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC;
  made.tp_new = make;
  made.tp_dealloc = destroy;
  made.tp_traverse = visit_all;
  made.tp_clear = clear;
  made.tp_dictoffset = offsetof(SessionObject, dict);
  made.tp_weaklistoffset = offsetof(SessionObject, weak_references);
  made.tp_methods = methods.data();
  made.tp_getset = attributes;
  return made;
}();

bool is_session(PyObject* object) { return PyObject_TypeCheck(object, &type) != 0; }

}  // namespace

PyObject* setting(const SessionObject& session, PyObject* name) {
  return session.dict == nullptr ? nullptr : PyDict_GetItemWithError(session.dict, name);
}

void SessionState::set_base_url(PyObject* url) {
  base_url = Object::keep(url);
  server = nullptr;
  base_path.clear();
  if (PyUnicode_Check(url) == 0) return;
  const auto text = utf8(url);
  if (text.data() == nullptr) return PyErr_Clear();
  // What has a query or dots in its path is put together with each URL and read then.
  if (text.find_first_of("?#%\\") != std::string_view::npos) return;
  auto parsed = http::parse_url(text);
  if (!parsed || parsed->has_credentials() || parsed->target.find("/.") != std::string::npos) return;
  const auto after_scheme = text.find("://") + 3;
  const auto slash = text.find('/', after_scheme);
  if (slash != std::string_view::npos) base_path = text.substr(slash);
  const auto known = std::find(servers_.begin(), servers_.end(), *parsed);
  server = known != servers_.end() ? &*known : &servers_.emplace_back(std::move(*parsed));
}

bool add_session(PyObject* module) {
  constexpr const char* kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
  for (std::size_t i = 0; i < std::size(kMethods); ++i) {
    method_names[i] = interned(kMethods[i]);
    if (method_names[i] == nullptr) return false;
  }
  return find_argument_names() && find_setting_names() && PyModule_AddType(module, &type) == 0;
}

}  // namespace acrida::scenario::python
