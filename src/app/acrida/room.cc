#include "app/acrida/room.h"

#include <fmt/format.h>

#include "app/acrida/doctor/limits.h"
#include "app/acrida/doctor/machine.h"
#include "app/acrida/doctor/parse.h"
#include "app/acrida/this_process.h"

namespace acrida::app {

Room make_room() {
  Room room;
  room.descriptors = raise_descriptor_limit();
  const auto text = doctor::read_system_file("/proc/sys/net/ipv4/ip_local_port_range");
  if (const auto range = doctor::parse_port_range(text.value_or("")))
    room.local_ports = static_cast<std::uint64_t>(range->count());
  return room;
}

std::vector<std::string> too_small_for(std::uint32_t users, const Room& room) {
  std::vector<std::string> sentences;
  // No sum of the limit and something: it may be the largest number there is.
  if (const std::uint64_t wanted = users + doctor::kOwnDescriptors; wanted > room.descriptors) {
    sentences.push_back(fmt::format(
        "{0} users with a connection each need {1} descriptors and this process may have {2}: raise the hard "
        "limit to {1} (ulimit -n as root, nofile in /etc/security/limits.conf, LimitNOFILE= of a systemd "
        "service, docker run --ulimit nofile={1})",
        users, wanted, room.descriptors));
  }
  if (room.local_ports && users > *room.local_ports) {
    sentences.push_back(fmt::format(
        "{} users with a connection each to one address and port need as many local ports and this machine "
        "has {}: widen the range (sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\") or run on several "
        "machines",
        users, *room.local_ports));
  }
  return sentences;
}

}  // namespace acrida::app
