#include "http/h1/framing.h"

#include "base/text.h"
#include "http/fields.h"

namespace acrida::http::h1 {
namespace {

using base::has_control_character;
using base::iequals;
using base::trimmed;

// f(element) for each element of a comma-separated list; stops when f returns false.
template <class F>
bool each_element(std::string_view list, F&& f) {
  while (true) {
    const auto comma = list.find(',');
    if (!f(trimmed(list.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

// Digits only: no sign, no blanks. 19 digits always fit.
std::optional<std::uint64_t> parse_length(std::string_view text) {
  if (text.empty() || text.size() > 19) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

const char* add_length(Framing& framing, std::string_view value) {
  // A list of equal lengths is one length that some proxy has merged.
  const bool fine = each_element(value, [&](std::string_view element) {
    const auto length = parse_length(element);
    if (!length || (framing.content_length && framing.content_length != length)) return false;
    framing.content_length = length;
    return true;
  });
  return fine ? nullptr : "its Content-Length is not one number";
}

}  // namespace

const char* Framing::add(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return "a header line has no colon";
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (has_control_character(value)) return "a header value holds a control character";
  bool known = notes.add(name, value);
  switch (name.size()) {
    case 6:
      if (iequals(name, "Expect")) expects_continue = iequals(value, "100-continue");
      break;
    case 10:
      if (known || !iequals(name, "Connection")) break;
      known = true;
      each_element(value, [&](std::string_view option) {
        close |= iequals(option, "close");
        keep_alive |= iequals(option, "keep-alive");
        return true;
      });
      break;
    case 14:
      if (iequals(name, "Content-Length")) return add_length(*this, value);
      break;
    case 17:
      if (!iequals(name, "Transfer-Encoding")) break;
      known = true;
      transfer_encoding = true;
      each_element(value, [&](std::string_view coding) {
        if (coding.empty()) return true;  // RFC 9110 §5.6.1: an empty element means nothing
        const bool again = chunked;
        chunked = iequals(coding, "chunked");
        other_coding |= !chunked || again;
        return true;
      });
      break;
    default: break;
  }
  // What is one of those needs no look at each letter.
  return known || is_token(name) ? nullptr : "a header name holds a forbidden character";
}

}  // namespace acrida::http::h1
