// One HTTP/1 connection to a server, and the one call that is out on it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "async/timer.h"
#include "base/unsent.h"
#include "http/call.h"
#include "http/client_context.h"
#include "http/dial.h"
#include "http/h1/outbox.h"
#include "http/h1/render.h"
#include "http/h1/response_parser.h"
#include "http/route.h"
#include "net/stream.h"
#include "net/tls.h"

namespace acrida::http::h1 {

// Connects when the first call needs it, and again when a later one does. Closed connections are this object
// without a stream: it is never destroyed while one of its own functions runs, so a call's end may start the
// next call.
class Connection final : private Carrier {
 public:
  Connection(ClientContext& context, Route route, std::string host_field);
  ~Connection();

  const Route& route() const { return route_; }
  bool busy() const { return call_ != nullptr; }
  // Connected, as far as is known.
  bool open() const { return stream_ && !stream_->peer_finished(); }

  // REQUIRES: !busy()
  void send(Call& call);
  // The turn of the loop is over: sends what was put into the outbox. `time` is a reading of the clock, and
  // becomes the next one.
  void flush(std::string_view request, base::TimePoint& time);

 private:
  // What the timer is for, besides deadlines.
  enum class Errand { none, tell_failure, read_on };

  bool give_up(Call& call) override;
  void read_on(Call& call) override;

  void connect();
  void on_dialled(Dialled result);
  void start_call(base::TimePoint at);
  void queue_request();
  bool queued() const { return place_ != Outbox::kNowhere; }
  void send_body();
  void write_rest();
  void head_sent(base::TimePoint at);
  void all_sent(base::TimePoint at);
  void on_ready();
  void close_unless_quiet();
  void read_answer();
  void on_end(base::TimePoint at);
  std::optional<ResponseParser::State> look_closer(ResponseParser::State state, base::TimePoint at);
  void on_broken(FailureKind kind, std::string text);
  void on_read_error(int error);
  void on_timer();
  void run_errand(Errand errand);
  base::Duration connect_limit() const;
  base::TimePoint next_deadline() const;
  void watch_deadline();
  void do_soon(Errand errand);
  void fail(FailureKind kind, std::string text);
  void finish(base::TimePoint at);
  Call& forget_call();
  void close();
  base::TimePoint now() const { return context_.loop.clock().now(); }

  ClientContext& context_;
  const Route route_;
  const std::string host_field_;
  net::TlsSession session_;
  std::unique_ptr<Dial> dial_;
  std::unique_ptr<net::Stream> stream_;
  ResponseParser parser_;
  Call* call_ = nullptr;
  std::uint32_t serial_ = 0;   // of the calls: whoever calls out compares it afterwards
  bool started_ = false;       // the call has: by connecting, or by its first byte
  bool reused_ = false;        // the stream has carried a call before
  bool answer_began_ = false;  // bytes of this call's answer have come
  bool full_ = false;          // a streamed answer is not read until there is room
  Body body_ = Body::with_head;
  Errand errand_ = Errand::none;
  std::size_t place_ = Outbox::kNowhere;  // of the request, until it is sent
  base::TimePoint connect_began_, write_began_;
  base::TimePoint last_read_;       // or the end of sending: silence begins here
  base::Unsent unsent_;             // of the request, when the kernel did not take it all
  std::optional<Failure> pending_;  // to be told in the next turn

  // One timer for all deadlines, set at most once in a long while: it is left running when a call ends, and
  // what it finds when it fires decides. Setting it for each call would cost a walk through the heap twice a
  // request.
  async::Timer timer_;
  base::TimePoint deadline_, timer_set_for_;
};

}  // namespace acrida::http::h1
