// How numbers, times and paragraphs are written for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace acrida::app::doctor {

inline constexpr std::size_t kColumns = 78;  // of a terminal of 80

// 28,232
std::string grouped(std::uint64_t number);
// To two significant digits, for what is only known roughly: 148,731 → 150,000.
std::uint64_t two_digits(double number);
// 83 µs, 1.24 ms, 15.1 ms
std::string time_text(base::Duration time);
// 6.2 GiB
std::string bytes_text(std::uint64_t bytes);

// Words in lines of at most kColumns, each but the first behind `indent` blanks.
std::string wrapped(std::string_view text, std::size_t indent);

}  // namespace acrida::app::doctor
