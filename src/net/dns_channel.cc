#include "net/dns_channel.h"

#include <ares.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace acrida::net {
namespace {

// Of c-ares; the second try waits twice as long.
constexpr int kTryMilliseconds = 1500;
constexpr int kTries = 2;

std::string reason_of(int status) {
  switch (status) {
    case ARES_ENOTFOUND: return "there is no such name; look for a typo, or add it to /etc/hosts";
    case ARES_ENODATA: return "the name is known but has no addresses";
    case ARES_ETIMEOUT: return "the name server does not answer; check /etc/resolv.conf and the network";
    case ARES_ECONNREFUSED:
      return "no name server takes the question (refused, failed or out of reach); check /etc/resolv.conf";
    case ARES_EBADRESP:
    case ARES_EFORMERR: return "the name server answers with nonsense; check /etc/resolv.conf";
    case ARES_EBADNAME: return "this is not a name that a host can have";
    default: return ::ares_strerror(status);
  }
}

std::string sentence(const std::string& host, int status) {
  return fmt::format("cannot find the address of '{}': {}", host, reason_of(status));
}

// Bytes, an end or an error that nobody has read yet; they stay.
bool has_unread(int fd) {
  pollfd asked{fd, POLLIN, 0};
  return ::poll(&asked, 1, 0) > 0;
}

}  // namespace

class DnsChannel::Socket final : private async::Watch {
 public:
  Socket(DnsChannel& channel, int fd) : channel_(channel), fd_(fd) {
    channel_.loop_.poller().watch(fd_, *this);
  }
  ~Socket() { channel_.loop_.poller().forget(fd_, *this); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

 private:
  void on_event(bool) override { channel_.serve(fd_); }  // may destroy this

  DnsChannel& channel_;
  int fd_;
};

struct DnsChannel::Question {
  DnsChannel& channel;
  std::string host;
  Done done;
  int family = AF_UNSPEC;  // both
};

DnsChannel::DnsChannel(async::Loop& loop)
    : loop_(loop), timer_(loop, async::Callback::to<&DnsChannel::on_time>(this)) {}

base::Result<std::unique_ptr<DnsChannel>> DnsChannel::open(async::Loop& loop, const DnsOptions& options) {
  std::unique_ptr<DnsChannel> channel(new DnsChannel(loop));
  std::string lookups = options.hosts_file ? "fb" : "b";
  ares_options ares{};
  ares.lookups = lookups.data();
  ares.timeout = kTryMilliseconds;
  ares.tries = kTries;
  ares.sock_state_cb = &DnsChannel::on_socket;
  ares.sock_state_cb_data = channel.get();
  int status =
      ::ares_init_options(&channel->ares_, &ares,
                          ARES_OPT_LOOKUPS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
  if (status == ARES_SUCCESS && !options.servers.empty())
    status = ::ares_set_servers_ports_csv(channel->ares_, options.servers.c_str());
  if (status != ARES_SUCCESS)
    return base::Error{fmt::format("cannot look up names: {}", ::ares_strerror(status))};
  return channel;
}

// c-ares calls back from here, and with good news, too, when one of the two families is known by now.
DnsChannel::~DnsChannel() {
  if (ares_ != nullptr) ::ares_destroy(std::exchange(ares_, nullptr));
}

base::Error DnsChannel::no_answer(const std::string& host) {
  return base::Error{sentence(host, ARES_ETIMEOUT)};
}

void DnsChannel::ask(const std::string& host, Done done) {
  // RFC 6761: nothing under .invalid exists, and no server need be asked.
  if (host.ends_with(".invalid")) return done(base::Error{sentence(host, ARES_ENOTFOUND)});
  send(std::make_unique<Question>(Question{*this, host, std::move(done)}));
  set_timer();
}

void DnsChannel::send(std::unique_ptr<Question> question) {
  const auto& [channel, host, done, family] = *question;
  ares_addrinfo_hints hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  ::ares_getaddrinfo(ares_, host.c_str(), nullptr, &hints, &DnsChannel::on_answer, question.release());
}

void DnsChannel::on_answer(void* question, int status, int /*timeouts*/, ares_addrinfo* found) {
  const std::unique_ptr<ares_addrinfo, decltype(&::ares_freeaddrinfo)> owned(found, &::ares_freeaddrinfo);
  std::unique_ptr<Question> ended(static_cast<Question*>(question));
  if (ended->channel.ares_ == nullptr) return;
  // Nonsense about one family makes c-ares forget the other: each gets a chance of its own.
  if (status == ARES_EBADRESP && ended->family != AF_INET6) {
    ended->family = ended->family == AF_UNSPEC ? AF_INET : AF_INET6;
    auto& channel = ended->channel;
    return channel.send(std::move(ended));
  }
  std::vector<Address> addresses;
  for (auto* each = found == nullptr ? nullptr : found->nodes; each != nullptr; each = each->ai_next)
    addresses.push_back(Address::of(*each->ai_addr));
  if (!addresses.empty()) return ended->done(std::move(addresses));
  ended->done(base::Error{sentence(ended->host, status == ARES_SUCCESS ? ARES_ENODATA : status)});
}

void DnsChannel::on_socket(void* self, int fd, int readable, int writable) {
  auto& channel = *static_cast<DnsChannel*>(self);
  if (readable == 0 && writable == 0) {
    channel.sockets_.erase(fd);
  } else if (auto& socket = channel.sockets_[fd]; !socket) {
    socket = std::make_unique<Socket>(channel, fd);
  }
}

// Of TCP c-ares reads one piece at a time, as is right where readiness is a level. Here it is an edge, and
// what is left would not be told again.
void DnsChannel::serve(int fd) {
  do ::ares_process_fd(ares_, fd, fd);
  while (sockets_.contains(fd) && has_unread(fd));
  set_timer();
}

void DnsChannel::on_time() {
  ::ares_process_fd(ares_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  set_timer();
}

void DnsChannel::set_timer() {
  timeval left{};
  if (::ares_timeout(ares_, nullptr, &left) == nullptr) return timer_.cancel();
  const base::Duration wait = std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
  // c-ares looks at a clock of its own, which may not be quite there yet.
  timer_.set(loop_.clock().now() + std::max<base::Duration>(wait, std::chrono::milliseconds(1)));
}

}  // namespace acrida::net
