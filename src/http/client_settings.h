// What is the same for all clients of a run: a plain value.
#pragma once

#include <chrono>
#include <memory>

#include "base/clock.h"
#include "http/message.h"
#include "http/route.h"
#include "net/tls.h"

namespace acrida::http {

struct ClientSettings {
  enum class Version {
    http1,
    http2,  // over TLS, agreed on by ALPN
    h2c,    // HTTP/2 without TLS too, by prior knowledge
  };

  Version version = Version::http1;
  unsigned http2_connections = 0;  // to each server, shared by all clients of a thread; 0: each has its own
  net::TlsFiles tls;
  bool verify = true;
  ProxyPointer proxy;
  Limits limits;
  base::Duration connect_timeout = std::chrono::seconds(10);  // name, TCP, proxy and TLS together

  bool http2(bool secure) const { return secure ? version != Version::http1 : version == Version::h2c; }
};

}  // namespace acrida::http
