// Whether an answer sends its client elsewhere, and what the next request is then.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "http/failure.h"
#include "http/url.h"

namespace acrida::http {

struct Hop {
  Url url;  // with the credentials that are to be sent, if any
  std::string method;
  bool drop_body = false;         // and the fields that describe it: Content-Type, Content-Length, …
  bool drop_credentials = false;  // fields that are not for the new server: Authorization, Cookie, …
};

// What was asked, where, and what the answer said.
struct Answered {
  int status = 0;
  std::string_view method;
  std::string_view location;  // empty: there was none
  const Url& url;
  bool can_send_body_again = true;
};

// None: the answer is the last one. After 303 and 302 follows a GET, and after 301 to a POST, too (a HEAD
// stays one); 301, 302 and 303 drop the body; 307 and 308 keep method and body. Credentials of the current
// URL go along to the same origin, and to https on the same host, from default port to default port; those
// in the Location's own URL always count. The failure says why a Location cannot be followed.
ACRIDA_API base::Result<std::optional<Hop>, Failure> next_hop(const Answered& answer);

}  // namespace acrida::http
