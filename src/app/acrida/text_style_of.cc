#include "app/acrida/text_style_of.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"

namespace acrida::app {
namespace {

// The first of the variables that says something decides (setlocale(3)).
bool is_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string lowered(value);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), base::lowered);
    return lowered.find("utf-8") != std::string::npos || lowered.find("utf8") != std::string::npos;
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
  style.utf8 = is_utf8();
  if (::isatty(file) == 0) return style;
  style.colour = !wants_no_colour();
  winsize size{};
  if (::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.columns = std::min<int>(size.ws_col, style.columns);
  return style;
}

}  // namespace acrida::app
