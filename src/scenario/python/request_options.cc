// How a request is sent: deadlines, redirects, certificates, proxies, cookies.
#include <algorithm>

#include "base/text.h"
#include "http/proxy.h"
#include "scenario/python/request_parts.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

constexpr std::size_t kSettings = 10;
constexpr const char* kNames[kSettings] = {"headers", "auth",  "verify",   "params", "proxies",
                                           "stream",  "hooks", "adapters", "cert",   "max_redirects"};
PyObject* names[kSettings] = {};

bool is_given(PyObject* object) { return object != nullptr && object != Py_None; }
// Neither empty nor None.
bool is_filled(PyObject* object) { return is_given(object) && PyObject_IsTrue(object) > 0; }

// Hooks and proxies are dicts; one whose values are all empty asks for nothing.
bool any_filled(PyObject* mapping) {
  if (!is_filled(mapping)) return false;
  if (PyDict_Check(mapping) == 0) return true;
  Py_ssize_t place = 0;
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  while (PyDict_Next(mapping, &place, &key, &value) != 0) {
    if (is_filled(value)) return true;
  }
  return false;
}

// A pair, which is sent as basic authentication.
bool is_plain_auth(PyObject* auth) {
  return !is_given(auth) || (PyTuple_Check(auth) != 0 && PyTuple_GET_SIZE(auth) == 2);
}

bool is_plain_verify(PyObject* verify) { return !is_given(verify) || PyBool_Check(verify) != 0; }

bool is_plain_timeout(PyObject* timeout) {
  return !is_given(timeout) || PyNumber_Check(timeout) != 0 ||
         (PyTuple_Check(timeout) != 0 && PyTuple_GET_SIZE(timeout) == 2);
}

// What the environment says to sessions that trust it, as environment_says() tells it. Asked once.
constexpr long kProxies = 1, kCertificates = 2, kPasswords = 4;

long environment(const Flavour& flavour) {
  static long known = -1;
  if (known < 0) {
    const auto ask = helper(flavour, "environment_says");
    const auto answer = ask ? Object::take(PyObject_CallNoArgs(ask.get())) : Object();
    if (!answer) return 0;
    known = PyLong_AsLong(answer.get());
  }
  return known;
}

bool trusts(const SessionState& state, long what) {
  return state.trust_env && (environment(*state.flavour) & what) != 0;
}

// Also when that is not known yet.
bool may_be_secure(const SessionState& state, PyObject* url) {
  const auto text = PyUnicode_Check(url) != 0 ? utf8(url) : std::string_view("https");
  return !state.server || state.server->secure ||
         (text.size() > 5 && base::iequals(text.substr(0, 5), "https"));
}

bool seconds(PyObject* object, base::Duration& duration) {
  if (!is_given(object)) return true;
  const double value = PyFloat_AsDouble(object);
  if (value == -1 && PyErr_Occurred() != nullptr) return false;
  if (!(value > 0)) {
    PyErr_Format(PyExc_ValueError, "timeout=%R has to be more than 0 seconds, or None for no limit", object);
    return false;
  }
  constexpr double kLongest = 1e9;
  duration = base::from_seconds(std::min(value, kLongest));
  return true;
}

// A number for both, or (until connected, silence of the server).
bool fill_timeout(http::Call::Options& options, PyObject* timeout) {
  if (!is_given(timeout)) return true;
  if (PyTuple_Check(timeout) == 0) {
    if (!seconds(timeout, options.read_timeout)) return false;
    options.connect_timeout = options.read_timeout;
    return true;
  }
  return seconds(PyTuple_GET_ITEM(timeout, 0), options.connect_timeout) &&
         seconds(PyTuple_GET_ITEM(timeout, 1), options.read_timeout);
}

bool fill_cookies(Exchange& exchange, const Flavour& flavour, PyObject* cookies) {
  const auto encode = helper(flavour, "encode_cookies");
  const auto text = encode ? Object::take(PyObject_CallOneArg(encode.get(), cookies)) : Object();
  if (!text) return false;
  exchange.own_options().cookies = utf8(text.get());
  return true;
}

bool fill_proxy(Exchange& exchange, const SessionObject& session, const Ask& ask, const Settings& settings) {
  const auto choose = helper(*session.state->flavour, "choose_proxy");
  if (!choose) return false;
  const http::Url& server = exchange.elsewhere ? *exchange.elsewhere : *session.state->server;
  const auto or_none = [](PyObject* object) { return object == nullptr ? Py_None : object; };
  const auto chosen = Object::take(
      PyObject_CallFunction(choose.get(), "OOssO", or_none(ask[Argument::proxies]), or_none(settings.proxies),
                            server.secure ? "https" : "http", server.authority.host.c_str(),
                            trusts(*session.state, kProxies) ? Py_True : Py_False));
  if (!chosen || chosen.get() == Py_None) return static_cast<bool>(chosen);
  auto proxy = http::parse_proxy(utf8(chosen.get()));
  if (!proxy) {
    PyErr_SetString(PyExc_ValueError, proxy.error().message.c_str());
    return false;
  }
  exchange.own_options().proxy = std::move(*proxy);
  return true;
}

bool is_head(std::string_view method) { return method == "HEAD"; }

}  // namespace

bool find_setting_names() {
  for (std::size_t i = 0; i < kSettings; ++i) {
    names[i] = interned(kNames[i]);
    if (names[i] == nullptr) return false;
  }
  return true;
}

bool Settings::read(const SessionObject& session) {
  if (session.dict == nullptr || PyDict_GET_SIZE(session.dict) == 0) return true;
  const std::uint64_t version = reinterpret_cast<PyDictObject*>(session.dict)->ma_version_tag;
  if (version == session.state->no_settings) return true;
  bool any = false;
  PyObject** const places[kSettings] = {&headers, &auth,  &verify,   &params, &proxies,
                                        &stream,  &hooks, &adapters, &cert,   &max_redirects};
  for (std::size_t i = 0; i < kSettings; ++i) {
    *places[i] = PyDict_GetItemWithError(session.dict, names[i]);
    if (*places[i] == nullptr && PyErr_Occurred() != nullptr) return false;
    any |= *places[i] != nullptr;
  }
  if (!any) session.state->no_settings = version;
  if (!is_filled(params)) params = nullptr;
  return true;
}

bool asks_for_requests(const SessionObject& session, const Ask& ask, const Settings& settings) {
  const auto& state = *session.state;
  if (any_filled(ask[Argument::hooks]) || any_filled(settings.hooks) || settings.adapters != nullptr)
    return true;
  if (ask.has(Argument::cert) || is_given(settings.cert)) return true;
  if (!is_plain_verify(ask[Argument::verify]) || !is_plain_verify(settings.verify)) return true;
  if (!is_plain_auth(ask.has(Argument::auth) ? ask[Argument::auth] : settings.auth)) return true;
  if (!is_plain_timeout(ask[Argument::timeout])) return true;
  if (any_filled(ask[Argument::proxies]) || any_filled(settings.proxies)) {
    const auto look = helper(*state.flavour, "proxies_are_plain");
    const auto plain = look ? Object::take(PyObject_CallFunctionObjArgs(
                                  look.get(), ask.has(Argument::proxies) ? ask[Argument::proxies] : Py_None,
                                  settings.proxies == nullptr ? Py_None : settings.proxies, nullptr))
                            : Object();
    if (!plain || plain.get() == Py_False) return static_cast<bool>(plain);
  }
  return trusts(state, kPasswords) ||
         (trusts(state, kCertificates) && may_be_secure(state, ask[Argument::url]));
}

bool fill_options(Exchange& exchange, const SessionObject& session, const Ask& ask,
                  const Settings& settings) {
  const Flavour& flavour = *session.state->flavour;
  const SessionState::Defaults& defaults = session.state->defaults;
  http::Call::Options& options = exchange.options;
  options.timeout = base::Duration::max();
  options.read_timeout = defaults.read_timeout;
  options.connect_timeout = defaults.connect_timeout;
  if (ask.has(Argument::timeout) && !fill_timeout(options, ask[Argument::timeout])) return false;

  options.most_redirects = defaults.most_redirects;
  if (is_given(settings.max_redirects)) {
    const long most = PyLong_AsLong(settings.max_redirects);
    if (most == -1 && PyErr_Occurred() != nullptr) return false;
    options.most_redirects = static_cast<unsigned>(std::max(most, 0L));
  }
  PyObject* const follow = ask[Argument::allow_redirects];
  if (follow != nullptr ? PyObject_IsTrue(follow) == 0 : !flavour.fast && is_head(exchange.request.method))
    options.most_redirects = 0;

  const auto choice = [&](Argument argument, PyObject* of_session) {
    return ask.has(argument) ? ask[argument] : of_session;
  };
  PyObject* const verify = choice(Argument::verify, settings.verify);
  options.verify = is_given(verify) ? verify == Py_True : defaults.verify;
  options.streaming = is_filled(choice(Argument::stream, settings.stream));
  options.keep_hops = !flavour.fast;
  if (ask.has(Argument::cookies) && !fill_cookies(exchange, flavour, ask[Argument::cookies])) return false;
  const bool proxied =
      any_filled(ask[Argument::proxies]) || any_filled(settings.proxies) || trusts(*session.state, kProxies);
  return !proxied || fill_proxy(exchange, session, ask, settings);
}

}  // namespace acrida::scenario::python
