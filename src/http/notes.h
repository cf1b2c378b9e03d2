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

  void add(std::string_view name, std::string_view value) {
    switch (name.size()) {
      case 8: location |= base::iequals(name, "location"); break;
      case 10: set_cookie |= base::iequals(name, "set-cookie"); break;
      case 12: events |= base::iequals(name, "content-type") && is_event_stream(value); break;
      case 16: coded |= base::iequals(name, "content-encoding"); break;
      default: break;
    }
  }

 private:
  // With or without parameters.
  static bool is_event_stream(std::string_view type) {
    return base::iequals(base::trimmed(type.substr(0, type.find(';'))), "text/event-stream");
  }
};

}  // namespace acrida::http
