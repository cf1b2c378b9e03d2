// Socket addresses, and the order to try those of one host in.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"
#include "net/connector.h"

namespace acrida::net {

// Of IPv4 or IPv6.
struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;

  // REQUIRES: one of AF_INET or AF_INET6. Takes what counts, so that equal addresses are equal bytes.
  static Address of(const sockaddr& address);

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const { return storage.ss_family; }
  std::uint16_t port() const;
  Address with_port(std::uint16_t port) const;
  bool operator==(const Address& other) const;
};

// 127.0.0.1, ::1, fe80::1%eth0; port 0. nullopt: it is a name.
std::optional<Address> parse_ip(const std::string& host);

// Each address once, the families by turns and the first one's first: when one family does not work, no more
// than one attempt is lost to it.
std::vector<Address> by_turns(const std::vector<Address>& addresses);

// All addresses of a name, for listening: waits for the answer of the system's resolver. The error is one
// sentence that names the host.
ACRIDA_API base::Result<std::vector<Address>> resolve(const Authority& authority);

// 127.0.0.1:8080 or [::1]:8080
ACRIDA_API std::string to_string(const Authority& authority);

}  // namespace acrida::net
