// Cookies: whatever servers say, what goes back is fit for a header, keeps the limits, and goes nowhere but
// to its own host. Each line of the input is a letter, which chooses the server, and a Set-Cookie value of
// its answer.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/input.h"
#include "fuzz/require.h"
#include "http/cookies.h"

namespace {

using acrida::base::WallTime;
using acrida::http::Cookie;
using acrida::http::CookieJar;
using acrida::http::Url;

const std::vector<Url> kServers = [] {
  std::vector<Url> servers;
  for (const char* url : {"http://example.org/", "http://www.Example.org/a/b?c", "https://www.example.org/a/",
                          "http://localhost/a/b/c", "http://127.0.0.1/a", "http://[::1]/", "https://org/a/b"})
    servers.push_back(*acrida::http::parse_url(url));
  return servers;
}();

// Said again, the slow way.
bool goes_to(const Cookie& cookie, const Url& url) {
  std::string host = url.authority.host;
  for (char& c : host) c = static_cast<char>(std::tolower(c));
  const std::string path = url.target.substr(0, url.target.find('?'));
  const bool below = cookie.with_subdomains && ("." + host).ends_with("." + cookie.host);
  const bool inside =
      path == cookie.path || path.starts_with(cookie.path.ends_with('/') ? cookie.path : cookie.path + "/");
  return (host == cookie.host || below) && inside && (url.secure || !cookie.secure);
}

void check(const CookieJar& jar, WallTime now) {
  std::map<std::string, std::size_t> of_host;
  std::size_t all = 0, last_path = std::string::npos;
  jar.for_each(now, [&](const Cookie& each) {
    REQUIRE(each.name.size() + each.value.size() <= 4096 && !each.name.empty() && each.path.starts_with('/'));
    REQUIRE(each.path.size() <= last_path);
    last_path = each.path.size();
    Cookie anywhere = each;
    anywhere.path = "/";
    anywhere.secure = false;
    REQUIRE(std::any_of(kServers.begin(), kServers.end(),
                        [&](const Url& url) { return goes_to(anywhere, url); }));
    REQUIRE(!each.with_subdomains || each.host == "example.org" || each.host == "www.example.org");
    REQUIRE(++of_host[each.host] <= CookieJar::kMostOfOneHost);
    ++all;
  });
  REQUIRE(all <= CookieJar::kMost);
  for (const Url& url : kServers) {
    std::string expected;
    jar.for_each(now, [&](const Cookie& each) {
      if (goes_to(each, url)) expected += (expected.empty() ? "" : "; ") + each.name + "=" + each.value;
    });
    std::string sent;
    REQUIRE(jar.append(url, now, sent) == !expected.empty());
    REQUIRE(sent == expected);
    for (const char c : sent) REQUIRE((static_cast<unsigned char>(c) >= 0x20 || c == '\t') && c != 0x7f);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Input input(bytes, size);
  CookieJar jar;
  WallTime now{std::chrono::seconds(1'700'000'000)};
  while (!input.empty()) {
    const Url& from = kServers[input.byte() % kServers.size()];
    jar.store(from, input.line(), now);
    now += std::chrono::seconds(1);
  }
  check(jar, now);
  check(jar, now + std::chrono::hours(24 * 365));
  return 0;
}
