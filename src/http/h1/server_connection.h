// One client's connection to a Server: requests in, answers out, in order; several may come at once
// (pipelining).
#pragma once

#include <list>
#include <memory>
#include <string>

#include "async/timer.h"
#include "base/unsent.h"
#include "http/h1/request_parser.h"
#include "http/server.h"
#include "net/stream.h"

namespace acrida::http::h1 {

class ServerConnection {
 public:
  using Place = std::list<std::unique_ptr<ServerConnection>>::iterator;

  ServerConnection(Server& server, std::unique_ptr<net::Stream> stream);
  // `place`: where the server keeps this.
  void start(Place place);
  Place place() const { return place_; }
  // In the next turn: answers what has come already, then closes if idle, else after the answer to the
  // request that is coming in.
  void drain();

 private:
  // While closing, what still comes is read and thrown away: closing at once would make the kernel reset the
  // connection, and the client might never see the answer.
  enum class State { open, closing, closed };

  void on_ready();
  void read_requests();
  void take(std::string_view data);
  void answer();
  void refuse(int status, const std::string& why);
  void send(std::string_view out);
  bool write_rest();
  void linger();
  void close();
  void on_timer();
  void set_timer(base::Duration after);
  bool idle() const;

  Server& server_;
  std::unique_ptr<net::Stream> stream_;
  Place place_;
  State state_ = State::open;
  bool continued_ = false;  // "100 Continue" was sent for the current request
  bool parked_ = false;     // requests wait until the client reads its answers
  bool active_ = false;     // something was answered or taken since the timer was set
  Request request_;
  RequestParser parser_;
  base::Unsent unsent_;
  std::string waiting_;  // bytes of requests not looked at while parked
  async::Timer timer_;   // the limit that holds: for a request, for idling, for lingering
  async::Timer again_;   // there is more to read, once others had their turn
};

}  // namespace acrida::http::h1
