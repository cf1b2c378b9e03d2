// Takes secrets out of what was received, before it is kept or shown.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

namespace acrida::http {

// Whether what stands under this name (of a header field, a JSON member, a form or query parameter) is
// nobody's business: Authorization, Set-Cookie, api_key, sessionId, X-CSRF-Token, userPassword … Case and
// punctuation do not count; \u0070 and %70 are read as the letter they stand for.
ACRIDA_API bool is_secret_name(std::string_view name);

// The text with *** in place of each value that stands under a secret name:
//   {"user": "ann", "password": "x"}     JSON, also cut off anywhere, and within a JSON string (\"password\":
//   …);
//                                        an object or array is replaced whole; quotes may be single ones
//   /callback?token=x&user=ann           form or query
//   Authorization: Bearer x              a header at the start of a line, to the line's end
// In doubt more is masked than less. JSON stays JSON (but perhaps where it has single quotes inside).
ACRIDA_API std::string without_secrets(std::string_view text);

}  // namespace acrida::http
