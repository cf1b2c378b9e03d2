#include "base/printable.h"

#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace acrida::base {
namespace {

// How many bytes the character at the front takes; 0 when it is no valid UTF-8 (RFC 3629: no overlong forms,
// no surrogates, nothing above U+10FFFF).
std::size_t length_of_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return continues(1) ? 2 : 0;
  if ((lead & 0xf0u) == 0xe0) {
    const bool allowed = lead == 0xe0 ? byte(1) >= 0xa0 : lead != 0xed || byte(1) < 0xa0;
    return allowed && continues(1) && continues(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool allowed = lead == 0xf0 ? byte(1) >= 0x90 : lead != 0xf4 || byte(1) < 0x90;
    return allowed && continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  return first == 0xc2 &&
         static_cast<unsigned char>(character[1]) < 0xa0;  // U+0080…U+009F; 0x9b starts escapes
}

void append_escaped(std::string& out, std::string_view bytes) {
  if (bytes == "\n") {
    out += "\\n";
  } else if (bytes == "\r") {
    out += "\\r";
  } else if (bytes == "\t") {
    out += "\\t";
  } else {
    for (const char c : bytes)
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = length_of_character(text);
    const std::string_view front = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || is_control(front)) {
      append_escaped(out, front);
    } else {
      out += front;
    }
    text.remove_prefix(front.size());
  }
  return out;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = length_of_character(text);
    out += length == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

}  // namespace acrida::base
