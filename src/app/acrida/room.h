// Whether this machine has room for so many users, told before they are started.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace acrida::app {

// What a process may have at most.
struct Room {
  std::uint64_t descriptors = 0;
  std::optional<std::uint64_t> local_ports = {};  // towards one address and port; nullopt: unknown
};

// Raises the limit of open descriptors as far as it goes, and reads the rest from /proc.
Room make_room();

// A sentence with the numbers and the cure for each that does not suffice when every user has its connection.
std::vector<std::string> too_small_for(std::uint32_t users, const Room& room);

}  // namespace acrida::app
