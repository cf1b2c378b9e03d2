// A user name and password as a request carries them.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

namespace acrida::http {

// RFC 4648 §4, with padding.
ACRIDA_API std::string base64(std::string_view bytes);

// The value of an Authorization (or Proxy-Authorization) field, "Basic …" (RFC 7617). Both texts go out as
// the bytes they are, UTF-8 as a rule. A server takes the first colon for the end of the user's name.
ACRIDA_API std::string basic_authorization(std::string_view user, std::string_view password);

}  // namespace acrida::http
