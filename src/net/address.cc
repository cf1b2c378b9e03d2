#include "net/address.h"

#include <netdb.h>
#include <netinet/in.h>

#include <cstring>

#include <fmt/format.h>

namespace acrida::net {

std::uint16_t Address::port() const {
  if (family() == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

base::Result<std::vector<Address>> resolve(const Authority& authority) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed =
      ::getaddrinfo(authority.host.c_str(), std::to_string(authority.port).c_str(), &hints, &found);
  if (failed != 0) {
    return base::Error{
        fmt::format("cannot find the address of '{}': {}", authority.host, ::gai_strerror(failed))};
  }
  std::vector<Address> addresses;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    Address address;
    std::memcpy(&address.storage, each->ai_addr, each->ai_addrlen);
    address.length = each->ai_addrlen;
    addresses.push_back(address);
  }
  ::freeaddrinfo(found);
  return addresses;
}

std::string to_string(const Authority& authority) {
  const bool ipv6 = authority.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(ipv6 ? "[{}]:{}" : "{}:{}"), authority.host, authority.port);
}

}  // namespace acrida::net
