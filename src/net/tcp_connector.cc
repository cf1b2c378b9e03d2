#include "net/tcp_connector.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <list>
#include <string>
#include <utility>

#include "async/timer.h"
#include "net/connect_error.h"
#include "net/dns.h"
#include "net/tcp.h"

namespace acrida::net {

base::Result<base::Fd, int> begin_tcp(const Address& to) {
  base::Fd socket = new_tcp_socket(to.family());
  if (!socket) return errno;
  if (::connect(socket.get(), to.get(), to.length) != 0 && errno != EINPROGRESS) return errno;
  return socket;
}

class TcpConnector::TcpAttempt final : public Connector::Attempt {
 public:
  TcpAttempt(TcpConnector& connector, const Authority& to, Done done)
      : connector_(connector),
        to_(to),
        later_(connector.loop_, async::Callback::to<&TcpAttempt::finish>(this)),
        next_start_(connector.loop_, async::Callback::to<&TcpAttempt::start_next>(this)),
        done_(std::move(done)) {
    addresses_ = connector_.resolver_->known(to_.host);
    addresses_ ? start_next() : ask();
  }

 private:
  // An address that is being connected to.
  struct Runner {
    void on_ready() { attempt.on_ready(*this); }  // destroys this

    TcpAttempt& attempt;
    Address to;
    std::unique_ptr<TcpStream> stream;
  };

  void ask() {
    asked_at_ = connector_.loop_.clock().now();
    question_ =
        connector_.resolver_->ask(to_.host, [this](const Resolver::Answer& answer) { on_answer(answer); });
  }

  void on_answer(const Resolver::Answer& answer) {
    result_.dns = connector_.loop_.clock().now() - asked_at_;
    if (answer) {
      addresses_ = *answer;
      return start_next();
    }
    result_.kind = ConnectResult::Kind::dns;
    result_.message = answer.error().message;
    finish();
  }

  // When none is left, and none is running, the error that says most is the answer.
  void start_next() {
    next_start_.cancel();
    while (next_ < addresses_->size()) {
      const Address to = (*addresses_)[next_++].with_port(to_.port);
      auto begun = connector_.begin_(to);
      if (!begun) {
        error_.note(begun.error(), to);
        continue;
      }
      Runner& runner = running_.emplace_back(
          Runner{*this, to, std::make_unique<TcpStream>(connector_.loop_, std::move(*begun))});
      runner.stream->on_ready(async::Callback::to<&Runner::on_ready>(&runner));
      if (next_ < addresses_->size()) next_start_.set(connector_.loop_.clock().now() + kHeadStart);
      return;
    }
    if (!running_.empty()) return;
    result_.kind = error_.refused() ? ConnectResult::Kind::refused : ConnectResult::Kind::failed;
    result_.message = error_.text();
    later_.set(base::TimePoint::min());
  }

  void on_ready(Runner& runner) {
    if (const int error = runner.stream->take_error(); error != 0) {
      error_.note(error, runner.to);
      running_.remove_if([&](const Runner& each) { return &each == &runner; });
      return start_next();
    }
    if (addresses_->size() > 1) connector_.resolver_->prefer(to_.host, runner.to);
    runner.stream->on_ready({});
    result_.kind = ConnectResult::Kind::connected;
    result_.stream = std::move(runner.stream);
    next_start_.cancel();
    running_.clear();
    finish();
  }

  void finish() {
    const Done done = std::move(done_);
    done(std::move(result_));  // may destroy this
  }

  TcpConnector& connector_;
  Authority to_;
  async::Timer later_, next_start_;
  Done done_;
  base::TimePoint asked_at_{};
  std::unique_ptr<Resolver::Question> question_;
  Addresses addresses_;
  std::size_t next_ = 0;  // of addresses_
  std::list<Runner> running_;
  ConnectError error_;
  ConnectResult result_;
};

TcpConnector::TcpConnector(async::Loop& loop) : TcpConnector(loop, std::make_unique<DnsResolver>(loop)) {}

TcpConnector::TcpConnector(async::Loop& loop, std::unique_ptr<Resolver> resolver, BeginConnect begin)
    : loop_(loop), resolver_(std::move(resolver)), begin_(std::move(begin)) {}

std::unique_ptr<Connector::Attempt> TcpConnector::connect(const Authority& to, Done done) {
  return std::make_unique<TcpAttempt>(*this, to, std::move(done));
}

}  // namespace acrida::net
