// The dates of Expires, however a server writes them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace acrida::http {

// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" and all that
// is like them (RFC 6265 §5.1.1): a time, a day, a month and a year from 1601, in any order, taken as UTC.
std::optional<std::chrono::sys_seconds> parse_cookie_date(std::string_view text);

}  // namespace acrida::http
