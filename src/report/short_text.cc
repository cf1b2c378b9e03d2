#include "report/short_text.h"

#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace acrida::report {
namespace {

std::string three_digits(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  if (value < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

}  // namespace

std::string short_time(base::Duration time, bool utf8) {
  const double us = static_cast<double>(time.count()) / 1e3;
  if (us < 999.5) return fmt::format("{:.0f} {}", us, utf8 ? "µs" : "us");
  if (us < 999.5e3) return three_digits(us / 1e3) + " ms";
  return three_digits(us / 1e6) + " s";
}

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::string short_rate(double per_second) {
  if (per_second < 99.95) return fmt::format("{:.1f}", per_second);
  return grouped(static_cast<std::uint64_t>(std::llround(per_second)));
}

std::string short_bytes(double bytes) {
  if (bytes < 999.5) return fmt::format("{:.0f} B", bytes);
  constexpr std::array<std::string_view, 5> kUnits{"KB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  for (bytes /= 1000; bytes >= 999.5 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  return fmt::format("{} {}", three_digits(bytes), kUnits[unit]);
}

std::string percent_text(std::uint64_t part, std::uint64_t all) {
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(all);
  if (part > 0 && percent < 0.01) return "<0.01%";
  if (part < all && percent > 99.99) return ">99.99%";
  return fmt::format("{:.2f}%", percent);
}

}  // namespace acrida::report
