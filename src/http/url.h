// Absolute http:// URLs.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "net/connector.h"

namespace acrida::http {

struct Url {
  net::Authority authority;
  std::string target;  // path and query, "/" at least; without the fragment

  // What a Host field says: the port only when it is not the scheme's own.
  std::string host_field() const;
};

// "http://host[:port][/path][?query][#fragment]"; an IPv6 host in brackets. The error is one sentence that
// shows the text and says what is wrong with it; user names and passwords are refused, so that they never
// reach a log.
ACRIDA_API base::Result<Url> parse_url(std::string_view text);

// Appends `text` with everything but letters, digits and -._~ as %XX (RFC 3986 §2.1).
ACRIDA_API void append_percent_encoded(std::string& out, std::string_view text);

}  // namespace acrida::http
