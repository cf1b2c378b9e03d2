// Where a request goes: its server, and the path and query there.
#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "scenario/python/request_parts.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

bool is_whole_url(std::string_view url) {
  return (url.size() > 7 && base::iequals(url.substr(0, 7), "http://")) ||
         (url.size() > 8 && base::iequals(url.substr(0, 8), "https://"));
}

// Goes over the wire as it is: nothing to be encoded or left out, and no dots that lead upwards.
bool is_plain(std::string_view target) {
  constexpr std::string_view kMarks = "/?&=-._~:@!$'()*+,;";
  char before = 0;
  for (const char c : target) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && kMarks.find(c) == std::string_view::npos) return false;
    if (c == '.' && before == '/') return false;
    before = c;
  }
  return true;
}

bool aim_elsewhere(Exchange& exchange, const SessionObject& session, PyObject* url) {
  const auto text = utf8(url);
  if (text.data() == nullptr) return false;
  auto parsed = http::parse_url(text);
  if (!parsed) {
    const auto raise = helper(*session.state->flavour, "bad_url");
    if (raise) Object::take(PyObject_CallFunction(raise.get(), "Os", url, parsed.error().message.c_str()));
    return false;
  }
  exchange.request.target = parsed->target;
  exchange.elsewhere = std::move(*parsed);
  return true;
}

}  // namespace

bool fill_target(Exchange& exchange, SessionObject& session, const Ask& ask, const Settings& settings) {
  const SessionState& state = *session.state;
  PyObject* const url = ask[Argument::url];
  const bool has_params = ask.has(Argument::params) || settings.params != nullptr;
  if (PyUnicode_CheckExact(url) != 0 && !has_params) {
    const auto path = utf8(url);
    if (path.data() == nullptr) return false;
    // Appended to nothing but a server's name, other texts would change that.
    const bool fits = path.starts_with('/') || (!state.base_path.empty() && !is_whole_url(path));
    if (state.server && fits && is_plain(path)) {
      exchange.request.target = state.base_path;
      exchange.request.target += path;
      return true;
    }
  }
  const auto whole = helper(*state.flavour, "whole_url");
  if (!whole) return false;
  const auto made =
      Object::take(PyObject_CallFunction(whole.get(), "OOOO", state.base_url.get(), url,
                                         ask.has(Argument::params) ? ask[Argument::params] : Py_None,
                                         settings.params == nullptr ? Py_None : settings.params));
  return made && aim_elsewhere(exchange, session, made.get());
}

}  // namespace acrida::scenario::python
