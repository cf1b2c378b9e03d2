// A proxy on the way to the servers.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "net/connector.h"

namespace acrida::http {

struct Proxy {
  net::Authority authority;   // it is spoken to without TLS
  std::string authorization;  // the value of Proxy-Authorization; empty: none is sent
  bool operator==(const Proxy&) const = default;
};

// Null: none, straight there.
using ProxyPointer = std::shared_ptr<const Proxy>;
inline bool same_proxy(const ProxyPointer& a, const ProxyPointer& b) {
  return a == b || (a && b && *a == *b);
}

// "http://[user:password@]host:port". The error is one sentence that shows no password.
ACRIDA_API base::Result<ProxyPointer> parse_proxy(std::string_view url);

}  // namespace acrida::http
