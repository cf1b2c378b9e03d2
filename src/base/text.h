// Small things with text: cutting, comparing, and durations as people write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"

namespace acrida::base {

constexpr char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
// Equal but for the case of ASCII letters.
constexpr bool iequals(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (__builtin_memcmp(a.data(), b.data(), b.size()) == 0)
    return true;  // at once, where the size is a constant
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && lowered(a[i]) != lowered(b[i])) return false;
  }
  return true;
}
// 0…15; -1 for what is no hexadecimal digit.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = lowered(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}
// Without spaces and tabs at both ends.
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}
// A control character other than a tab: it may stand nowhere in a header.
ACRIDA_API bool has_control_character(std::string_view text);
// The parts between separators; empty parts are kept, so "a,,b" has three.
ACRIDA_API std::vector<std::string_view> split(std::string_view text, char separator);

// "20", "20s", "3m", "2h", "1h20m", "3h30m10s", and beyond Locust "500ms" and "1.5s". A bare number is
// seconds. nullopt for anything else, for a negative value and for one above a hundred years.
ACRIDA_API std::optional<Duration> parse_timespan(std::string_view text);

// A whole text as a number; nullopt when anything is left over, and for NaN and infinity.
ACRIDA_API std::optional<double> parse_number(std::string_view text);
ACRIDA_API std::optional<std::int64_t> parse_integer(std::string_view text);

// 2026-11-24T03:15:22Z; with milliseconds 2026-11-24T03:15:22.123Z.
ACRIDA_API std::string iso_time(WallTime time, bool milliseconds = false);

// The name nearest to a mistyped one (Levenshtein, at most a third of its letters wrong); nullopt if none is
// near.
ACRIDA_API std::optional<std::string> nearest(std::string_view mistyped,
                                              const std::vector<std::string>& names);

}  // namespace acrida::base
