#include "app/acrida/doctor/layout.h"

#include <cmath>

#include <fmt/format.h>

#include "app/acrida/doctor/parse.h"

namespace acrida::app::doctor {
namespace {

// Characters, not bytes: µ is two.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0u) != 0x80u ? 1 : 0;
  return width;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t from_end = 3; from_end < text.size(); from_end += 4) {
    text.insert(text.size() - from_end, ",");
  }
  return text;
}

std::uint64_t two_digits(double number) {
  if (number < 100) return static_cast<std::uint64_t>(std::llround(std::max(number, 0.0)));
  const double step = std::pow(10, std::floor(std::log10(number)) - 1);
  return static_cast<std::uint64_t>(std::llround(std::round(number / step) * step));
}

std::string time_text(base::Duration time) {
  const double us = static_cast<double>(time.count()) / 1e3;
  if (us < 1000) return fmt::format("{:.0f} µs", us);
  if (us < 10'000) return fmt::format("{:.2f} ms", us / 1e3);
  return fmt::format("{:.1f} ms", us / 1e3);
}

std::string bytes_text(std::uint64_t bytes) {
  const double mebibytes = static_cast<double>(bytes) / (1 << 20);
  return mebibytes < 1024 ? fmt::format("{:.0f} MiB", mebibytes)
                          : fmt::format("{:.1f} GiB", mebibytes / 1024);
}

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string lines;
  std::size_t column = indent;
  for (const auto& word : words_of(text)) {
    const std::size_t width = width_of(word);
    if (column > indent && column + 1 + width > kColumns) {
      lines += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += width;
  }
  return lines;
}

}  // namespace acrida::app::doctor
