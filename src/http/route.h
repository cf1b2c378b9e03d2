// Where a connection leads, and which way.
#pragma once

#include "http/proxy.h"
#include "net/connector.h"

namespace acrida::http {

// Connections with equal routes can stand in for each other.
struct Route {
  net::Authority authority;
  bool secure = false;  // TLS
  bool http2 = false;
  bool verify = true;  // whether the server's certificate is looked at
  ProxyPointer proxy;

  bool operator==(const Route& other) const {
    return authority == other.authority && secure == other.secure && http2 == other.http2 &&
           verify == other.verify && same_proxy(proxy, other.proxy);
  }
  // Through a proxy such a connection is a tunnel, made by CONNECT; any other asks the proxy itself.
  bool tunnelled() const { return proxy && (secure || http2); }
  const net::Authority& first_stop() const { return proxy ? proxy->authority : authority; }
};

}  // namespace acrida::http
