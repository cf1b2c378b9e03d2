#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <numeric>

#include <fmt/format.h>

#include "base/words.h"

namespace acrida::base {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row.back();
}

// Seconds in one of the unit at the front of `text`, which is removed; nullopt if there is none.
std::optional<double> take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    double seconds;
  };
  for (const Unit& unit : {Unit{"ms", 1e-3}, Unit{"h", 3600}, Unit{"m", 60}, Unit{"s", 1}}) {
    if (text.starts_with(unit.name)) {
      text.remove_prefix(unit.name.size());
      return unit.seconds;
    }
  }
  return std::nullopt;
}

}  // namespace

// Most texts hold none, so they are looked at in eights, and only a suspicious one character by character.
bool has_control_character(std::string_view text) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  };
  const auto suspicious = [](std::uint64_t word) {
    return words::any_below(word, 0x20) || words::any_above(word, 0x7e);
  };
  return any_word(text, suspicious) && std::any_of(text.begin(), text.end(), is_control);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Duration> parse_timespan(std::string_view text) {
  constexpr double kHundredYears = 100.0 * 365.25 * 86400;
  double total = 0;
  const bool bare = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto length = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parse_number(text.substr(0, length));
    if (!number) return std::nullopt;
    text.remove_prefix(length);
    const auto unit = take_unit(text);
    if (!unit && !bare) return std::nullopt;
    total += *number * unit.value_or(1);
  }
  if (!(total >= 0 && total <= kHundredYears)) return std::nullopt;
  return from_seconds(total);
}

std::string iso_time(WallTime time, bool milliseconds) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t seconds = whole.time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::string result(text, length);
  if (milliseconds) {
    result += fmt::format(".{:03}", std::chrono::floor<std::chrono::milliseconds>(time - whole).count());
  }
  return result + "Z";
}

std::optional<std::string> nearest(std::string_view mistyped, const std::vector<std::string>& names) {
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(1, mistyped.size() / 3) + 1;
  for (const auto& name : names) {
    const auto distance = edit_distance(mistyped, name);
    if (distance < best_distance) {
      best_distance = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace acrida::base
