#include "http/set_cookie.h"

#include <algorithm>

#include "base/text.h"
#include "http/cookie_date.h"

namespace acrida::http {
namespace {

constexpr std::size_t kMostPair = 4096;
constexpr std::size_t kMostAttribute = 1024;

// "3600", "-1"; the largest there is for one that is larger.
std::optional<std::chrono::seconds> parse_max_age(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto digits = text.substr(negative ? 1 : 0);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  if (negative) return std::chrono::seconds::min();
  return std::chrono::seconds(base::parse_integer(digits).value_or(std::chrono::seconds::max().count()));
}

void add_attribute(SetCookie& cookie, std::string_view name, std::string_view value) {
  if (value.size() > kMostAttribute) return;
  if (base::iequals(name, "domain")) {
    if (value.starts_with('.')) value.remove_prefix(1);
    cookie.domain = value;
  } else if (base::iequals(name, "path")) {
    cookie.path = value.starts_with('/') ? value : std::string_view{};
  } else if (base::iequals(name, "secure")) {
    cookie.secure = true;
  } else if (base::iequals(name, "max-age")) {
    if (const auto age = parse_max_age(value)) cookie.max_age = age;
  } else if (base::iequals(name, "expires")) {
    if (const auto date = parse_cookie_date(value)) cookie.expires = date;
  }
}

// "name=value" with blanks around both.
void cut(std::string_view text, std::string_view& name, std::string_view& value) {
  const auto equals = std::min(text.find('='), text.size());
  name = base::trimmed(text.substr(0, equals));
  value = equals == text.size() ? std::string_view{} : base::trimmed(text.substr(equals + 1));
}

}  // namespace

bool is_cookie_pair(std::string_view name, std::string_view value) {
  return !name.empty() && name.size() + value.size() <= kMostPair && !base::has_control_character(name) &&
         !base::has_control_character(value) && name.find_first_of(";=") == std::string_view::npos &&
         value.find(';') == std::string_view::npos;
}

std::optional<SetCookie> parse_set_cookie(std::string_view text) {
  if (base::has_control_character(text)) return std::nullopt;
  const auto pair = text.substr(0, text.find(';'));
  SetCookie cookie;
  cut(pair, cookie.name, cookie.value);
  if (pair.find('=') == std::string_view::npos || !is_cookie_pair(cookie.name, cookie.value))
    return std::nullopt;
  text.remove_prefix(pair.size());
  while (!text.empty()) {
    text.remove_prefix(1);  // the semicolon
    const auto attribute = text.substr(0, text.find(';'));
    text.remove_prefix(attribute.size());
    std::string_view name, value;
    cut(attribute, name, value);
    add_attribute(cookie, name, value);
  }
  return cookie;
}

}  // namespace acrida::http
