#include "http/cookies.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "http/set_cookie.h"

namespace acrida::http {
namespace {

std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(), base::lowered);
  return low;
}

// Every address, and what resolvers take for one: "127.1".
bool is_address(std::string_view host) {
  const auto last = host.substr(host.rfind('.') + 1);
  return host.find(':') != std::string_view::npos ||
         std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "a.example.org" is below "example.org".
bool is_below(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && base::iequals(host.substr(host.size() - domain.size()), domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

bool goes_to_host(const Cookie& cookie, std::string_view host) {
  return cookie.host.empty() || base::iequals(host, cookie.host) ||
         (cookie.with_subdomains && is_below(host, cookie.host));
}

std::string_view path_of(const Url& url) {
  return std::string_view(url.target).substr(0, url.target.find('?'));
}

bool goes_to_path(const Cookie& cookie, std::string_view path) {
  return path.starts_with(cookie.path) &&
         (path.size() == cookie.path.size() || cookie.path.back() == '/' || path[cookie.path.size()] == '/');
}

// The folder of what was asked for.
std::string_view default_path(const Url& url) {
  const auto path = path_of(url);
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? "/" : path.substr(0, slash);
}

base::WallTime expiry_of(const SetCookie& said, base::WallTime now) {
  using base::WallTime;
  const auto seconds_until = [](WallTime from, WallTime to) {
    return std::chrono::floor<std::chrono::seconds>(to - from);
  };
  if (said.max_age) {
    if (said.max_age->count() <= 0) return WallTime::min();
    return *said.max_age < seconds_until(now, WallTime::max()) ? now + *said.max_age : WallTime::max();
  }
  if (!said.expires) return WallTime::max();
  // The nanoseconds of WallTime reach from 1677 to 2262 only.
  const auto at = said.expires->time_since_epoch();
  if (at <= std::chrono::seconds(0)) return WallTime::min();
  return at < seconds_until(WallTime{}, WallTime::max()) ? WallTime(at) : WallTime::max();
}

// Whether one takes the place of the other.
bool is_same(const Cookie& a, const Cookie& b) {
  return a.name == b.name && a.host == b.host && a.path == b.path;
}

// Whether `a` goes out before `b`.
bool is_before(const Cookie& a, const Cookie& b) {
  return a.path.size() != b.path.size() ? a.path.size() > b.path.size() : a.number < b.number;
}

}  // namespace

bool CookieJar::store(const Url& from, std::string_view set_cookie, base::WallTime now) {
  const auto said = parse_set_cookie(set_cookie);
  if (!said) return false;
  const std::string_view host = from.authority.host;
  Cookie cookie;
  cookie.host = lowered(said->domain.empty() ? host : said->domain);
  if (!base::iequals(cookie.host, host)) {
    // Nobody owns a whole top-level domain.
    const auto dot = cookie.host.find('.');
    if (dot == std::string::npos || dot + 1 == cookie.host.size()) return false;
    if (is_address(host) || !is_below(host, cookie.host)) return false;
    cookie.with_subdomains = true;
  } else if (!said->domain.empty()) {
    cookie.with_subdomains = cookie.host.find('.') != std::string::npos && !is_address(host);
  }
  cookie.name = said->name;
  cookie.value = said->value;
  cookie.path = said->path.empty() ? default_path(from) : said->path;
  cookie.secure = said->secure;
  cookie.expires = expiry_of(*said, now);
  std::erase_if(cookies_, [&](const Cookie& each) {
    return each.expires <= now || (cookie.expires <= now && is_same(each, cookie));
  });
  if (cookie.expires > now) keep(std::move(cookie));
  return true;
}

bool CookieJar::set(std::string_view name, std::string_view value, std::string_view host) {
  name = base::trimmed(name);
  value = base::trimmed(value);
  if (!is_cookie_pair(name, value)) return false;
  Cookie cookie;
  cookie.name = name;
  cookie.value = value;
  cookie.host = lowered(host);
  cookie.path = "/";
  keep(std::move(cookie));
  return true;
}

void CookieJar::keep(Cookie cookie) {
  const auto same = std::find_if(cookies_.begin(), cookies_.end(),
                                 [&](const Cookie& each) { return is_same(each, cookie); });
  if (same != cookies_.end()) {
    cookie.number = same->number;
    *same = std::move(cookie);
    return;
  }
  cookie.number = next_number_++;
  const std::string host = cookie.host;
  const auto place = std::upper_bound(cookies_.begin(), cookies_.end(), cookie, is_before);
  cookies_.insert(place, std::move(cookie));
  drop_oldest(host);
}

void CookieJar::drop_oldest(std::string_view host) {
  const auto is_older = [](const Cookie& a, const Cookie& b) { return a.number < b.number; };
  const auto of_host = [&](const Cookie& each) { return each.host == host; };
  if (std::count_if(cookies_.begin(), cookies_.end(), of_host) > std::ptrdiff_t{kMostOfOneHost}) {
    cookies_.erase(std::min_element(cookies_.begin(), cookies_.end(), [&](const Cookie& a, const Cookie& b) {
      return of_host(a) != of_host(b) ? of_host(a) : is_older(a, b);
    }));
  }
  if (cookies_.size() > kMost) cookies_.erase(std::min_element(cookies_.begin(), cookies_.end(), is_older));
}

bool CookieJar::append(const Url& to, base::WallTime now, std::string& out) const {
  const auto path = path_of(to);
  bool any = false;
  for (const Cookie& each : cookies_) {
    if (each.expires <= now || (each.secure && !to.secure) || !goes_to_host(each, to.authority.host) ||
        !goes_to_path(each, path))
      continue;
    if (std::exchange(any, true)) out += "; ";
    ((out += each.name) += '=') += each.value;
  }
  return any;
}

}  // namespace acrida::http
