#include "http/cookie_date.h"

#include <array>
#include <cstdint>

#include "base/text.h"

namespace acrida::http {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_delimiter(char c) {
  return c == '\t' || (c >= ' ' && c <= '/') || (c >= ';' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

// Takes a number of `least` to `most` digits off the front; no more digits may follow.
std::optional<unsigned> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  unsigned number = 0;
  while (digits < text.size() && is_digit(text[digits])) {
    if (digits == most) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(text[digits++] - '0');
  }
  if (digits < least) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

// What comes after the number does not count: "6th".
std::optional<unsigned> leading_number(std::string_view token, std::size_t least, std::size_t most) {
  return take_number(token, least, most);
}

std::optional<std::chrono::seconds> time_of(std::string_view token) {
  const auto hour = take_number(token, 1, 2);
  if (!hour || !token.starts_with(':')) return std::nullopt;
  token.remove_prefix(1);
  const auto minute = take_number(token, 1, 2);
  if (!minute || !token.starts_with(':')) return std::nullopt;
  token.remove_prefix(1);
  const auto second = take_number(token, 1, 2);
  if (!second) return std::nullopt;
  // Nobody's clock says so; then there is no date at all.
  if (*hour > 23 || *minute > 59 || *second > 59) return std::chrono::seconds(-1);
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

// 1…12
std::optional<unsigned> month_of(std::string_view token) {
  constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (base::iequals(token.substr(0, 3), kMonths[i])) return i + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_cookie_date(std::string_view text) {
  std::optional<std::chrono::seconds> time;
  std::optional<unsigned> day, month, year;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && !is_delimiter(text[end])) ++end;
    const auto token = text.substr(0, end);
    text.remove_prefix(end == text.size() ? end : end + 1);
    // A token is the first of these that is still missing.
    if (!time && (time = time_of(token))) continue;
    if (!day && (day = leading_number(token, 1, 2))) continue;
    if (!month && (month = month_of(token))) continue;
    if (!year) year = leading_number(token, 2, 4);
  }
  if (!time || time->count() < 0 || !day || !month || !year) return std::nullopt;
  if (*year < 100) *year += *year < 70 ? 2000u : 1900u;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (*year < 1601 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + *time;
}

}  // namespace acrida::http
