// One connection to a server, and the one call that is out on it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "async/timer.h"
#include "http/call.h"
#include "http/client.h"
#include "http/h1/outbox.h"
#include "http/h1/response_parser.h"
#include "http/h1/unsent.h"
#include "net/connector.h"
#include "net/stream.h"

namespace acrida::http::h1 {

// Connects when the first call needs it, and again when a later one does. Closed connections are this object
// without a stream: it is never destroyed while one of its own functions runs, so a call's end may start the
// next call.
class Connection {
 public:
  Connection(ClientContext& context, const Url& server);
  ~Connection();

  const net::Authority& server() const { return authority_; }
  bool busy() const { return call_ != nullptr; }
  // Connected, as far as is known.
  bool open() const { return stream_ && !stream_->peer_finished(); }

  // REQUIRES: !busy()
  void send(Call& call);
  // Forgets the call that is out, and closes: its answer may still be on the way. One that still lies in the
  // outbox is just taken back: false.
  bool give_up();
  // The turn of the loop is over: sends what was put into the outbox. `time` is a reading of the clock, and
  // becomes the next one.
  void flush(std::string_view request, base::TimePoint& time);

 private:
  void connect();
  void on_connected(net::ConnectResult result);
  void start_call(base::TimePoint at);
  void queue_request();
  bool queued() const { return place_ != Outbox::kNowhere; }
  void write_rest();
  void on_ready();
  void close_unless_quiet();
  void read_answer();
  void on_broken(FailureKind kind, std::string text);
  void on_timer();
  void watch_deadline();
  void fail(FailureKind kind, std::string text);
  void fail_later(FailureKind kind, std::string text);
  void finish(base::TimePoint at);
  Call& forget_call();
  void close();
  base::TimePoint now() const { return context_.loop.clock().now(); }

  ClientContext& context_;
  net::Authority authority_;
  std::string host_field_;
  std::unique_ptr<net::Connector::Attempt> attempt_;
  std::unique_ptr<net::Stream> stream_;
  ResponseParser parser_;
  Call* call_ = nullptr;
  bool started_ = false;                  // the call has: by connecting, or by its first byte
  bool reused_ = false;                   // the stream has carried a call before
  std::size_t place_ = Outbox::kNowhere;  // of the request, until it is sent
  bool answer_began_ = false;             // bytes of this call's answer have come
  base::TimePoint connect_began_, write_began_;
  Unsent unsent_;                   // of the request, when the kernel did not take it all
  std::optional<Failure> pending_;  // to be told in the next turn

  // One timer for all deadlines, set at most once in a long while: it is left running when a call ends, and
  // what it finds when it fires decides. Setting it for each call would cost a walk through the heap twice a
  // request.
  async::Timer timer_;
  base::TimePoint deadline_, timer_set_for_;
};

}  // namespace acrida::http::h1
