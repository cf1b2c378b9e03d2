// What a Set-Cookie field says.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace acrida::http {

// Parts of the field's value; none longer than a jar will keep.
struct SetCookie {
  std::string_view name;  // not empty
  std::string_view value;
  std::string_view domain;  // without the dot in front; empty: none is said
  std::string_view path;    // begins with a slash, or is empty: none is said
  bool secure = false;
  std::optional<std::chrono::seconds> max_age;  // wins over `expires`; not positive: it goes at once
  std::optional<std::chrono::sys_seconds> expires;
};

// nullopt for what is to be ignored as a whole: without "name=", with a control character, or with more than
// 4096 bytes of name and value.
std::optional<SetCookie> parse_set_cookie(std::string_view text);

// Whether a cookie may have this name and value at all.
bool is_cookie_pair(std::string_view name, std::string_view value);

}  // namespace acrida::http
