// The cookies of one user (RFC 6265), as a browser keeps them; but there is no list of public suffixes, so
// that "co.uk" counts as anybody's domain.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

#include "base/clock.h"
#include "http/url.h"

namespace acrida::http {

struct Cookie {
  std::string name, value;
  std::string host;                                // in small letters; empty: any
  std::string path;                                // begins with a slash
  base::WallTime expires = base::WallTime::max();  // or it stays for as long as its jar
  bool with_subdomains = false;                    // goes to x.host, too
  bool secure = false;                             // goes over https only
  std::uint64_t number = 0;                        // the older, the smaller
};

class ACRIDA_API CookieJar {
 public:
  static constexpr std::size_t kMostOfOneHost = 50;
  static constexpr std::size_t kMost = 300;

  // Takes in a Set-Cookie value of an answer from there, which may also overwrite or delete what it had. What
  // is not well-formed, larger than 4096 bytes or for a foreign domain is ignored, and false returned. Above
  // the limits the oldest go.
  bool store(const Url& from, std::string_view set_cookie, base::WallTime now);
  // One that the user has of its own accord, for all paths of the host (in small letters, without port;
  // empty: of every host). False, and nothing is done, if it cannot be one: ; or a control character in it, =
  // in its name, more than 4096 bytes.
  bool set(std::string_view name, std::string_view value, std::string_view host = {});

  // Appends "a=b; c=d", the value of the Cookie field of a request to there: longest path first, then oldest
  // first. False if there are none.
  bool append(const Url& to, base::WallTime now, std::string& out) const;

  bool empty() const { return cookies_.empty(); }
  void clear() { cookies_.clear(); }
  // f(cookie) for each that has not expired, in the order of append().
  template <class F>
  void for_each(base::WallTime now, F&& f) const {
    for (const Cookie& each : cookies_) {
      if (each.expires > now) f(each);
    }
  }

 private:
  void keep(Cookie cookie);
  void drop_oldest(std::string_view host);

  std::vector<Cookie> cookies_;  // longest path first, then oldest first
  std::uint64_t next_number_ = 0;
};

}  // namespace acrida::http
