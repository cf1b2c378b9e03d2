// One connection of HTTP/2 to a server, and the calls that are out on it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/timer.h"
#include "base/unsent.h"
#include "http/call.h"
#include "http/client_context.h"
#include "http/dial.h"
#include "http/h2/session.h"
#include "http/h2/stream.h"
#include "http/route.h"
#include "net/stream.h"
#include "net/tls.h"

namespace acrida::http::h2 {

// Connects when a call needs it, and again when a later one does. It is never destroyed while one of its own
// functions runs, so a call's end may start the next call.
class Connection final : private Carrier {
 public:
  Connection(ClientContext& context, Route route, std::string host_field);
  ~Connection();

  const Route& route() const { return route_; }
  std::size_t calls() const { return streams_.size(); }
  // Connected, or about to be.
  bool up() const { return stream_ || dial_; }
  // New calls may go this way.
  bool accepts() const;

  // REQUIRES: accepts()
  void send(Call& call);
  // Gives up the calls of this client.
  void forget(const Client& client);
  // The turn of the loop is over.
  void flush();

 private:
  using Streams = std::vector<std::unique_ptr<Stream>>;

  bool give_up(Call& call) override;
  void read_on(Call& call) override;

  void connect();
  void on_dialled(Dialled result);
  void begin(Stream& stream, base::TimePoint at);
  void flush_soon();
  void write_rest();
  void on_ready();
  void read_answers();
  void end_session();
  void close_if_left();
  void tell_changes(base::TimePoint at);
  void look_at(Stream& stream, base::TimePoint at);
  std::optional<Failure> take_body(Stream& stream, base::TimePoint at);
  void end(Stream& stream, std::optional<Failure> failure, base::TimePoint at);
  bool may_be_sent_again(const Stream& stream) const;
  void break_off(const Failure& failure);
  void on_timer();
  std::optional<Failure> overdue(Stream& stream, base::TimePoint time);
  base::TimePoint next_deadline(const Stream& stream) const;
  void watch(base::TimePoint deadline);
  Call& release(Stream& stream);
  void bury();
  void close();
  base::TimePoint now() const { return context_.loop.clock().now(); }

  ClientContext& context_;
  const Route route_;
  const std::string host_field_;
  net::TlsSession tls_session_;
  std::unique_ptr<Dial> dial_;
  std::unique_ptr<net::Stream> stream_;
  std::optional<Session> session_;
  Streams streams_;               // a call knows its place among them
  std::vector<Stream*> waiting_;  // to be begun when the turn is over
  std::vector<Stream*> looking_at_;
  Streams spare_;      // for the next calls
  Streams dead_;       // what may still be pointed to while we look
  bool used_ = false;  // some answer has come on it
  bool in_outbox_ = false;
  bool silent_ = false;  // a call has waited in vain, and nothing else has come
  base::TimePoint connect_began_, last_heard_;
  base::Unsent unsent_;
  std::optional<Failure> pending_;  // to be told in the next turn
  async::Timer timer_;
  base::TimePoint timer_set_for_;
};

}  // namespace acrida::http::h2
