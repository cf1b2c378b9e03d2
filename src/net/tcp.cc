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

namespace acrida::net {
namespace {

void set_option(const base::Fd& socket, int level, int name) {
  const int on = 1;
  ::setsockopt(socket.get(), level, name, &on, sizeof on);
}

base::Fd new_socket(int family) {
  base::Fd socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket) set_option(socket, IPPROTO_TCP, TCP_NODELAY);
  return socket;
}

IoResult io_error() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? IoResult::would_block()
                                                                   : IoResult::failed(errno);
}

}  // namespace

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

class TcpConnector::TcpAttempt final : public Connector::Attempt {
 public:
  TcpAttempt(async::Loop& loop, const base::Result<std::vector<Address>>& addresses, base::Duration dns,
             Done done)
      : loop_(loop), later_(loop, async::Callback::to<&TcpAttempt::finish>(this)), done_(std::move(done)) {
    result_.dns = dns;
    if (addresses) {
      addresses_ = *addresses;
      try_next();
    } else {
      result_.kind = ConnectResult::Kind::dns;
      result_.message = addresses.error().message;
      later_.set(base::TimePoint::min());
    }
  }

 private:
  // Begins with the next address; when none is left, the last one's error is the answer.
  void try_next() {
    while (next_ < addresses_.size()) {
      const Address& address = addresses_[next_++];
      base::Fd socket = new_socket(address.family());
      if (!socket) {
        note_error(errno);
        continue;
      }
      const int error = ::connect(socket.get(), address.get(), address.length) == 0 ? 0 : errno;
      if (error != 0 && error != EINPROGRESS) {
        note_error(error);
        continue;
      }
      stream_ = std::make_unique<TcpStream>(loop_, std::move(socket));
      stream_->on_ready(async::Callback::to<&TcpAttempt::on_ready>(this));
      return;
    }
    later_.set(base::TimePoint::min());
  }

  void on_ready() {
    if (const int error = stream_->take_error(); error != 0) {
      note_error(error);
      stream_.reset();
      return try_next();
    }
    stream_->on_ready({});
    result_.kind = ConnectResult::Kind::connected;
    result_.stream = std::move(stream_);
    finish();
  }

  void note_error(int error) {
    result_.kind = error == ECONNREFUSED ? ConnectResult::Kind::refused : ConnectResult::Kind::failed;
    result_.message = base::system_error(error);
  }

  void finish() {
    const Done done = std::move(done_);
    done(std::move(result_));  // may destroy this
  }

  async::Loop& loop_;
  async::Timer later_;
  Done done_;
  std::vector<Address> addresses_;
  std::size_t next_ = 0;
  std::unique_ptr<TcpStream> stream_;
  ConnectResult result_;
};

std::unique_ptr<Connector::Attempt> TcpConnector::connect(const Authority& to, Done done) {
  base::Duration dns{};
  auto found = known_.find(to_string(to));
  // A name that could not be found is asked for again: it may have been a passing trouble.
  if (found == known_.end() || !found->second.ok()) {
    const auto before = loop_.clock().now();
    auto answer = resolve(to);
    dns = loop_.clock().now() - before;
    found = known_.insert_or_assign(to_string(to), std::move(answer)).first;
  }
  return std::make_unique<TcpAttempt>(loop_, found->second, dns, std::move(done));
}

base::Result<std::unique_ptr<TcpListener>> TcpListener::open(async::Loop& loop, const Authority& at,
                                                             bool share_port, Accept accept) {
  const auto refuse = [&](const std::string& why) {
    return base::Error{fmt::format("cannot listen on {}: {}", to_string(at), why)};
  };
  const auto addresses = resolve(at);
  if (!addresses) return refuse(addresses.error().message);
  const Address& address = addresses->front();
  base::Fd socket = new_socket(address.family());
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
