// Making connections: the one place where the client's side meets the network.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "net/stream.h"

namespace acrida::net {

// Where to connect to: a host name or an IP address (an IPv6 one without brackets), and a port.
struct Authority {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const Authority&) const = default;
};

struct ConnectResult {
  enum class Kind { connected, refused, dns, failed };
  Kind kind = Kind::failed;
  std::unique_ptr<Stream> stream;  // when connected
  std::string message;             // when not: why
  base::Duration dns{};            // the time that looking up the name took; 0 when it was known
};

class Connector {
 public:
  // A connection being made; destroying it gives up.
  class Attempt {
   public:
    virtual ~Attempt() = default;
  };
  using Done = std::function<void(ConnectResult)>;

  virtual ~Connector() = default;
  // `done` is called once, later, never from inside connect(); it may destroy the attempt.
  virtual std::unique_ptr<Attempt> connect(const Authority& to, Done done) = 0;
};

}  // namespace acrida::net
