#include "net/tcp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "net/address.h"

namespace acrida::net {
namespace {

void set_option(const base::Fd& socket, int level, int name) {
  const int on = 1;
  ::setsockopt(socket.get(), level, name, &on, sizeof on);
}

IoResult io_error() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? IoResult::would_block()
                                                                   : IoResult::failed(errno);
}

}  // namespace

base::Fd new_tcp_socket(int family) {
  base::Fd socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket) set_option(socket, IPPROTO_TCP, TCP_NODELAY);
  return socket;
}

TcpStream::TcpStream(async::Loop& loop, base::Fd socket) : loop_(loop), socket_(std::move(socket)) {
  loop_.poller().watch(socket_.get(), *this);
}

TcpStream::~TcpStream() { loop_.poller().forget(socket_.get(), *this); }

// Twice for each request: by way of syscall(), since libc's recv() and send() are cancellation points, and
// announcing these to threads that nobody ever cancels costs 2 % of a request's CPU time.
IoResult TcpStream::read_some(std::span<char> into) {
  const auto n = ::syscall(SYS_recvfrom, socket_.get(), into.data(), into.size(), 0, nullptr, nullptr);
  if (n > 0) return IoResult::bytes(static_cast<std::size_t>(n));
  return n == 0 ? IoResult::end() : io_error();
}

IoResult TcpStream::write_some(std::string_view data) {
  const auto n = ::syscall(SYS_sendto, socket_.get(), data.data(), data.size(), MSG_NOSIGNAL, nullptr, 0);
  return n >= 0 ? IoResult::bytes(static_cast<std::size_t>(n)) : io_error();
}

void TcpStream::finish() { ::shutdown(socket_.get(), SHUT_WR); }

int TcpStream::take_error() const {
  int error = 0;
  socklen_t length = sizeof error;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &length);
  return error;
}

void TcpStream::on_event(bool peer_finished) {
  peer_finished_ |= peer_finished;
  if (ready_) ready_();  // may destroy this
}

base::Result<std::unique_ptr<TcpListener>> TcpListener::open(async::Loop& loop, const Authority& at,
                                                             bool share_port, Accept accept) {
  const auto refuse = [&](const std::string& why) {
    return base::Error{fmt::format("cannot listen on {}: {}", to_string(at), why)};
  };
  const auto addresses = resolve(at);
  if (!addresses) return refuse(addresses.error().message);
  const Address& address = addresses->front();
  base::Fd socket = new_tcp_socket(address.family());
  if (!socket) return refuse(base::system_error(errno));
  set_option(socket, SOL_SOCKET, SO_REUSEADDR);
  if (share_port) set_option(socket, SOL_SOCKET, SO_REUSEPORT);
  if (::bind(socket.get(), address.get(), address.length) != 0 || ::listen(socket.get(), SOMAXCONN) != 0) {
    if (errno == EADDRINUSE)
      return refuse("the port is in use; stop the program that holds it or choose another port");
    if (errno == EACCES) return refuse("permission denied; choose a port above 1023");
    return refuse(base::system_error(errno));
  }
  Address bound;
  bound.length = sizeof bound.storage;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound.storage), &bound.length);
  return std::unique_ptr<TcpListener>(
      new TcpListener(loop, std::move(socket), bound.port(), std::move(accept)));
}

TcpListener::TcpListener(async::Loop& loop, base::Fd socket, std::uint16_t port, Accept accept)
    : loop_(loop),
      socket_(std::move(socket)),
      port_(port),
      accept_(std::move(accept)),
      pause_(loop, async::Callback::to<&TcpListener::accept_all>(this)) {
  loop_.poller().watch(socket_.get(), *this);
}

TcpListener::~TcpListener() { loop_.poller().forget(socket_.get(), *this); }

void TcpListener::accept_all() {
  while (true) {
    base::Fd socket(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
      set_option(socket, IPPROTO_TCP, TCP_NODELAY);
      accept_(std::make_unique<TcpStream>(loop_, std::move(socket)));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      // No descriptors left, or a network error that belonged to the one connection. No new edge comes for
      // those that wait already.
      pause_.set(loop_.clock().now() + std::chrono::milliseconds(50));
      return;
    }
  }
}

}  // namespace acrida::net
