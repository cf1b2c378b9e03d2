#include "net/address.h"

#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include <fmt/format.h>

namespace acrida::net {
namespace {

// What getaddrinfo() finds; the error is one of its own numbers.
base::Result<std::vector<Address>, int> system_lookup(const std::string& host, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  if (const int failed = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); failed != 0) return failed;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
  std::vector<Address> addresses;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET || each->ai_family == AF_INET6)
      addresses.push_back(Address::of(*each->ai_addr));
  }
  if (addresses.empty()) return EAI_NONAME;
  return addresses;
}

}  // namespace

Address Address::of(const sockaddr& address) {
  Address made;
  if (address.sa_family == AF_INET6) {
    const auto& from = reinterpret_cast<const sockaddr_in6&>(address);
    auto& to = reinterpret_cast<sockaddr_in6&>(made.storage);
    to.sin6_family = AF_INET6;
    to.sin6_addr = from.sin6_addr;
    to.sin6_port = from.sin6_port;
    to.sin6_scope_id = from.sin6_scope_id;
    made.length = sizeof to;
  } else {
    const auto& from = reinterpret_cast<const sockaddr_in&>(address);
    auto& to = reinterpret_cast<sockaddr_in&>(made.storage);
    to.sin_family = AF_INET;
    to.sin_addr = from.sin_addr;
    to.sin_port = from.sin_port;
    made.length = sizeof to;
  }
  return made;
}

std::uint16_t Address::port() const {
  if (family() == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

Address Address::with_port(std::uint16_t port) const {
  Address made = *this;
  if (family() == AF_INET6) {
    reinterpret_cast<sockaddr_in6&>(made.storage).sin6_port = htons(port);
  } else {
    reinterpret_cast<sockaddr_in&>(made.storage).sin_port = htons(port);
  }
  return made;
}

bool Address::operator==(const Address& other) const {
  return length == other.length && std::memcmp(&storage, &other.storage, length) == 0;
}

std::optional<Address> parse_ip(const std::string& host) {
  const auto found = system_lookup(host, AI_NUMERICHOST);  // which never asks anybody
  if (!found) return std::nullopt;
  return found->front();
}

std::vector<Address> by_turns(const std::vector<Address>& addresses) {
  std::vector<Address> first, second, all;
  for (const Address& each : addresses) {
    auto& its = each.family() == addresses.front().family() ? first : second;
    if (std::find(its.begin(), its.end(), each) == its.end()) its.push_back(each);
  }
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) all.push_back(first[i]);
    if (i < second.size()) all.push_back(second[i]);
  }
  return all;
}

base::Result<std::vector<Address>> resolve(const Authority& authority) {
  auto found = system_lookup(authority.host, 0);
  if (!found) {
    return base::Error{
        fmt::format("cannot find the address of '{}': {}", authority.host, ::gai_strerror(found.error()))};
  }
  for (Address& each : *found) each = each.with_port(authority.port);
  return std::move(*found);
}

std::string to_string(const Authority& authority) {
  const bool ipv6 = authority.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(ipv6 ? "[{}]:{}" : "{}:{}"), authority.host, authority.port);
}

}  // namespace acrida::net
