#include "report/bar_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace acrida::report {

std::string bar_text(double length, int room, bool utf8) {
  constexpr std::array kEighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int parts = utf8 ? 8 : 1;
  const auto most = static_cast<long>(room) * parts;
  long size = std::clamp(std::lround(length * parts), 0L, most);
  if (length > 0 && size == 0) {
    if (!utf8) return "." + std::string(static_cast<std::size_t>(room - 1), ' ');
    size = 1;
  }
  const long whole = size / parts, rest = size % parts;
  std::string bar;
  for (long i = 0; i < whole; ++i) bar += utf8 ? "█" : "#";
  if (rest > 0) bar += kEighths[static_cast<std::size_t>(rest)];
  return bar + std::string(static_cast<std::size_t>(room - whole - (rest > 0 ? 1 : 0)), ' ');
}

}  // namespace acrida::report
