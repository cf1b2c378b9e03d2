#include "net/connect_error.h"

#include <sys/socket.h>

#include <cerrno>

#include "base/fd.h"
#include "base/file.h"

namespace acrida::net {
namespace {

// Whether this machine has an address of its own to reach that one from. Connecting by UDP sends nothing, and
// takes its ports from others than TCP does.
bool has_source(const Address& to) {
  const base::Fd socket(::socket(to.family(), SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return socket && ::connect(socket.get(), to.get(), to.length) == 0;
}

std::string text_of(int error) {
  switch (error) {
    case EADDRNOTAVAIL:
      return "all local ports towards this address are in use or rest after a close (TIME_WAIT); keep "
             "connections alive, widen net.ipv4.ip_local_port_range, set net.ipv4.tcp_tw_reuse=1 or give the "
             "server more addresses";
    case EMFILE: return "no file descriptors are left for this process; raise their number with ulimit -n";
    case ENFILE: return "no file descriptors are left on this machine; raise fs.file-max with sysctl";
    default: return base::system_error(error);
  }
}

}  // namespace

void ConnectError::note(int error, const Address& to) {
  const bool no_source = error == EADDRNOTAVAIL && !has_source(to);
  const bool no_way = no_source || error == ENETUNREACH || error == EAFNOSUPPORT;
  const auto weight = error == ECONNREFUSED ? Weight::refused : no_way ? Weight::no_way : Weight::failed;
  if (weight <= weight_) return;
  weight_ = weight;
  text_ = no_source ? base::system_error(error) : text_of(error);
}

}  // namespace acrida::net
