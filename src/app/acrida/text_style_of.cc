#include "app/acrida/text_style_of.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace acrida::app {
namespace {

// The first of these variables that says something decides (setlocale(3)).
bool is_utf8(const char* first, const char* second, const char* third) {
  for (const char* const name : {first, second, third}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || std::string_view(value).empty()) continue;
    std::string upper;
    for (const char c : std::string_view(value))
      upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return upper.find("UTF-8") != std::string::npos || upper.find("UTF8") != std::string::npos;
  }
  return false;
}

bool wants_no_colour() {
  const char* const value = std::getenv("NO_COLOR");  // https://no-color.org
  return value != nullptr && *value != '\0';
}

}  // namespace

report::TextStyle text_style_of(std::FILE* out) {
  report::TextStyle style;
  const int file = ::fileno(out);
  style.utf8 = is_utf8("LC_ALL", "LC_CTYPE", "LANG");
  if (::isatty(file) == 0) return style;
  style.colour = !wants_no_colour();
  winsize size{};
  if (::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.columns = std::min<int>(size.ws_col, style.columns);
  return style;
}

}  // namespace acrida::app
