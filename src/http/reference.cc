// resolve_reference() of url.h.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/read_url.h"
#include "http/url.h"

namespace acrida::http {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_blank_or_control(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }

// Servers write all kinds of things into a Location; browsers follow them.
std::string cleaned(std::string_view reference) {
  while (!reference.empty() && is_blank_or_control(reference.front())) reference.remove_prefix(1);
  while (!reference.empty() && is_blank_or_control(reference.back())) reference.remove_suffix(1);
  reference = reference.substr(0, reference.find('#'));
  std::string clean;
  for (const char c : reference) {
    const bool fits =
        !is_blank_or_control(c) && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '<' && c != '>';
    if (fits) {
      clean += c;
    } else {
      append_percent_encoded(clean, {&c, 1});
    }
  }
  return clean;
}

// "mailto" of "mailto:x"; empty when it begins with none.
std::string_view scheme_of(std::string_view reference) {
  const auto scheme = reference.substr(0, std::min(reference.find_first_of(":/?"), reference.size()));
  const auto is_letter = [](char c) { return base::lowered(c) >= 'a' && base::lowered(c) <= 'z'; };
  const bool good = !scheme.empty() && is_letter(scheme.front()) &&
                    reference.substr(scheme.size()).starts_with(':') &&
                    std::all_of(scheme.begin(), scheme.end(), [&](char c) {
                      return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
                    });
  return good ? scheme : std::string_view{};
}

// RFC 3986 §5.2.4, for a path that begins with a slash.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "/..") out.erase(std::min(out.rfind('/'), out.size()));
    if (segment != "/." && segment != "/..") {
      out += segment;
    } else if (path.empty()) {
      out += '/';
    }
  }
  return out;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

void remove_dots(std::string& target) {
  const auto path = path_of(target);
  if (path.find("/.") != kNone) target.replace(0, path.size(), without_dots(path));
}

}  // namespace

base::Result<Url> resolve_reference(const Url& base, std::string_view reference) {
  const std::string clean = cleaned(reference);
  const auto scheme = scheme_of(clean);
  if (!scheme.empty() && !base::iequals(scheme, "http") && !base::iequals(scheme, "https")) {
    return base::Error{
        fmt::format("a URL of the scheme '{}' cannot be followed, only http and https can", scheme)};
  }
  if (!scheme.empty() || clean.starts_with("//")) {
    auto url = read_url(scheme.empty() ? (base.secure ? "https:" : "http:") + clean : clean);
    if (!url) return base::Error{fmt::format("the URL is not usable: {}", url.error().message)};
    remove_dots(url->target);
    return url;
  }
  Url url = base;
  if (clean.empty()) return url;
  const auto path = path_of(base.target);
  if (clean.front() == '?') {
    url.target.resize(path.size());
  } else if (clean.front() == '/') {
    url.target.clear();
  } else {
    url.target.resize(path.rfind('/') + 1);  // all of it when there is none
  }
  url.target += clean;
  remove_dots(url.target);
  return url;
}

}  // namespace acrida::http
