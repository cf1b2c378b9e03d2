// Socket addresses, and looking them up by name.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"
#include "net/connector.h"

namespace acrida::net {

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const { return storage.ss_family; }
  std::uint16_t port() const;
};

// All addresses of a name, in the order to try. Waits for the answer of the system's resolver, which an entry
// of /etc/hosts or an IP address gives at once. The error is one sentence that names the host.
ACRIDA_API base::Result<std::vector<Address>> resolve(const Authority& authority);

// 127.0.0.1:8080 or [::1]:8080
ACRIDA_API std::string to_string(const Authority& authority);

}  // namespace acrida::net
