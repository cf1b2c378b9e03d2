#include "http/url.h"

#include <arpa/inet.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "net/address.h"

namespace acrida::http {
namespace {

constexpr std::uint16_t kDefaultPort = 80;

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}

// The letters of a name, an IPv4 address or an IPv6 zone.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '_';
  });
}

// "::1" or "fe80::1%eth0"
bool is_ipv6(std::string_view text) {
  const auto zone = text.find('%');
  if (zone != std::string_view::npos && !is_name(text.substr(zone + 1))) return false;
  in6_addr address{};
  return ::inet_pton(AF_INET6, std::string(text.substr(0, zone)).c_str(), &address) == 1;
}

}  // namespace

std::string Url::host_field() const {
  if (authority.port != kDefaultPort) return net::to_string(authority);
  return authority.host.find(':') == std::string::npos ? authority.host : fmt::format("[{}]", authority.host);
}

base::Result<Url> parse_url(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return base::Error{fmt::format("'{}' is not a usable URL: {}", text, why)};
  };
  constexpr std::string_view kScheme = "http://";
  const auto scheme_end = text.find("://");
  // First of all, since every other refusal shows the text.
  const auto after_scheme = text.substr(scheme_end == std::string_view::npos ? 0 : scheme_end + 3);
  if (after_scheme.substr(0, after_scheme.find_first_of("/?#")).find('@') != std::string_view::npos) {
    return base::Error{
        "a URL with a user name or password in it is refused; send an Authorization header instead"};
  }
  if (scheme_end == std::string_view::npos)
    return refuse("it must begin with http://, as in http://127.0.0.1:8080");
  const auto scheme = text.substr(0, scheme_end + 3);
  if (base::iequals(scheme, "https://")) return refuse("https is not built yet; use http://");
  if (!base::iequals(scheme, kScheme)) return refuse("it must begin with http://");
  std::string_view rest = text.substr(kScheme.size());
  if (!is_printable(rest)) return refuse("it holds a blank or a control character; write a blank as %20");
  rest = rest.substr(0, rest.find('#'));
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, authority_end);
  Url url;
  url.target = std::string(rest.substr(authority_end));
  if (url.target.empty() || url.target.front() != '/') url.target.insert(0, "/");
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto bracket = authority.find(']');
    if (bracket == std::string_view::npos) return refuse("the bracket of its IPv6 address is not closed");
    url.authority.host = std::string(authority.substr(1, bracket - 1));
    port = authority.substr(bracket + 1);
  } else {
    const auto colon = std::min(authority.find(':'), authority.size());
    url.authority.host = std::string(authority.substr(0, colon));
    port = authority.substr(colon);
  }
  if (url.authority.host.empty()) return refuse("it names no host");
  if (authority.starts_with('[') ? !is_ipv6(url.authority.host) : !is_name(url.authority.host)) {
    return refuse("its host is neither a name nor an IP address");
  }
  url.authority.port = kDefaultPort;
  if (!port.empty() && port != ":") {
    const auto number = port.front() == ':' ? base::parse_integer(port.substr(1)) : std::nullopt;
    if (!number || *number < 1 || *number > 65535) return refuse("its port is not a number from 1 to 65535");
    url.authority.port = static_cast<std::uint16_t>(*number);
  }
  return url;
}

void append_percent_encoded(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[(c >> 4) & 0xf];
      out += kHex[c & 0xf];
    }
  }
}

}  // namespace acrida::http
