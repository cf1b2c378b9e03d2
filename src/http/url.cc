#include "http/url.h"

#include <arpa/inet.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/read_url.h"
#include "net/address.h"

namespace acrida::http {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr std::uint16_t default_port(bool secure) { return secure ? 443 : 80; }

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (base::lowered(c) >= 'a' && base::lowered(c) <= 'z');
}

// The letters of a name, an IPv4 address or an IPv6 zone.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

// "::1" or "fe80::1%eth0"
bool is_ipv6(std::string_view text) {
  const auto zone = text.find('%');
  if (zone != kNone && !is_name(text.substr(zone + 1))) return false;
  in6_addr address{};
  return ::inet_pton(AF_INET6, std::string(text.substr(0, zone)).c_str(), &address) == 1;
}

// Where the authority begins; 0 when there is no scheme.
std::size_t begin_of_authority(std::string_view text) {
  const auto end = text.find("://");
  return end != kNone && is_name(text.substr(0, end)) ? end + 3 : 0;
}

// For an error, when nobody knows yet which part is the password. Better too little of it than too much.
std::string shown(std::string_view text) {
  constexpr std::size_t kEnough = 200;
  const auto at = text.rfind('@');
  std::string result;
  if (at != kNone) {
    result = text.substr(0, std::min(begin_of_authority(text), at));
    result += "***";
    text.remove_prefix(at);
  }
  result += text.substr(0, kEnough);
  if (text.size() > kEnough) result += "…";
  return result;
}

// Takes "user:password@" off the front. A user name may hold an @, a host may not.
void read_credentials(std::string_view& authority, Url& url) {
  const auto at = authority.rfind('@');
  if (at == kNone) return;
  const auto credentials = authority.substr(0, at);
  authority.remove_prefix(at + 1);
  const auto colon = std::min(credentials.find(':'), credentials.size());
  url.user = percent_decoded(credentials.substr(0, colon));
  if (colon < credentials.size()) url.password = percent_decoded(credentials.substr(colon + 1));
}

// What is wrong with "host:port"; empty: nothing.
std::string_view read_authority(std::string_view text, Url& url) {
  std::string_view port;
  const bool bracketed = text.starts_with('[');
  if (bracketed) {
    const auto bracket = text.find(']');
    if (bracket == kNone) return "the bracket of its IPv6 address is not closed";
    url.authority.host = std::string(text.substr(1, bracket - 1));
    port = text.substr(bracket + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    url.authority.host = std::string(text.substr(0, colon));
    port = text.substr(colon);
  }
  if (url.authority.host.empty()) return "it names no host";
  if (bracketed ? !is_ipv6(url.authority.host) : !is_name(url.authority.host))
    return "its host is neither a name nor an IP address";
  url.authority.port = default_port(url.secure);
  if (port.empty() || port == ":") return {};
  const auto number = port.front() == ':' ? base::parse_integer(port.substr(1)) : std::nullopt;
  if (!number || *number < 1 || *number > 65535) return "its port is not a number from 1 to 65535";
  url.authority.port = static_cast<std::uint16_t>(*number);
  return {};
}

}  // namespace

std::string Url::host_field() const {
  if (authority.port != default_port(secure)) return net::to_string(authority);
  return authority.host.find(':') == std::string::npos ? authority.host : fmt::format("[{}]", authority.host);
}

std::string Url::text() const {
  return fmt::format("{}://{}{}", secure ? "https" : "http", host_field(), target);
}

base::Result<Url> read_url(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == kNone)
    return base::Error{"it must begin with http:// or https://, as in http://127.0.0.1:8080"};
  Url url;
  url.secure = base::iequals(text.substr(0, scheme_end), "https");
  if (!url.secure && !base::iequals(text.substr(0, scheme_end), "http"))
    return base::Error{"it must begin with http:// or https://"};
  std::string_view rest = text.substr(scheme_end + 3);
  if (!is_printable(rest))
    return base::Error{"it holds a blank or a control character; write a blank as %20"};
  rest = rest.substr(0, rest.find('#'));
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, authority_end);
  url.target = std::string(rest.substr(authority_end));
  if (url.target.empty() || url.target.front() != '/') url.target.insert(0, "/");
  read_credentials(authority, url);
  if (const auto wrong = read_authority(authority, url); !wrong.empty()) {
    const bool cut_in_two = !url.has_credentials() && text.substr(authority_end).find('@') != kNone;
    if (!cut_in_two) return base::Error{std::string(wrong)};
    return base::Error{fmt::format("{} (in a password, write / ? # as %2F %3F %23)", wrong)};
  }
  return url;
}

base::Result<Url> parse_url(std::string_view text) {
  auto url = read_url(text);
  if (!url) return base::Error{fmt::format("'{}' is not a usable URL: {}", shown(text), url.error().message)};
  return url;
}

bool same_origin(const Url& a, const Url& b) {
  return a.secure == b.secure && a.authority.port == b.authority.port &&
         base::iequals(a.authority.host, b.authority.host);
}

std::string without_credentials(std::string_view url) {
  const auto begin = begin_of_authority(url);
  const auto authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const auto at = authority.rfind('@');
  std::string result(url);
  if (at != kNone) result.erase(begin, at + 1);
  return result;
}

void append_percent_encoded(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[(c >> 4) & 0xf];
      out += kHex[c & 0xf];
    }
  }
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? base::hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? base::hex_digit(text[i + 2]) : -1;
    decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return decoded;
}

}  // namespace acrida::http
