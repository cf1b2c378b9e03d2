// What the fields of an answer say that asks for more than handing it over.
#pragma once

#include <string_view>

#include "base/text.h"

namespace acrida::http {

struct Notes {
  bool location = false;    // Location
  bool set_cookie = false;  // Set-Cookie
  bool coded = false;       // Content-Encoding
  bool events = false;      // Content-Type: text/event-stream

  // Whether the body is more than its bytes.
  bool body() const { return coded || events; }

  // Whether the name is one of these.
  bool add(std::string_view name, std::string_view value) {
    switch (name.size()) {
      case 8: return note(location, base::iequals(name, "Location"));
      case 10: return note(set_cookie, base::iequals(name, "Set-Cookie"));
      case 12:
        if (!base::iequals(name, "Content-Type")) return false;
        events |= is_event_stream(value);
        return true;
      case 16: return note(coded, base::iequals(name, "Content-Encoding"));
      default: return false;
    }
  }

 private:
  static bool note(bool& noted, bool it_is) {
    noted |= it_is;
    return it_is;
  }
  // With or without parameters.
  static bool is_event_stream(std::string_view type) {
    constexpr std::string_view kEvents = "text/event-stream";
    if (type.size() < kEvents.size()) return false;
    const auto rest = base::trimmed(type.substr(kEvents.size()));
    return base::iequals(type.substr(0, kEvents.size()), kEvents) && (rest.empty() || rest.front() == ';');
  }
};

}  // namespace acrida::http
