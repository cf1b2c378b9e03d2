// An HTTP/1.1 server on one loop, for handlers that answer at once.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "base/result.h"
#include "http/message.h"
#include "net/connector.h"
#include "net/stream.h"
#include "net/tcp.h"

namespace acrida::http {

namespace h1 {
class ServerConnection;
}

class Handler {
 public:
  virtual ~Handler() = default;
  // Fills in `response` (empty: status 200, no fields, no body). Content-Length, Date and Connection are
  // added and must not stand in its fields. An exception, and a status that is not from 200 to 999, is
  // answered with 500 and the connection goes on.
  virtual void handle(const Request& request, Response& response) = 0;
  // A request that could not be read (400, 408, 413, 431, 501, 505): fills in the body; the connection is
  // closed after it.
  virtual void refuse(int status, const std::string& why, Response& response) = 0;
};

struct ServerLimits {
  Limits message{.header_bytes = std::size_t{64} << 10, .body_bytes = std::uint64_t{1} << 20};
  // Between two requests, and for a client that takes nothing of its answers; on a connection that was in use
  // it may be noticed after twice as long, since setting a timer for every request would cost too much.
  base::Duration idle = std::chrono::seconds(120);
  base::Duration request = std::chrono::seconds(30);  // from a request's first byte to its last
};

class ACRIDA_API Server {
 public:
  // `handler` must outlive the server. Nothing is accepted before listen() or accept().
  Server(async::Loop& loop, Handler& handler, const ServerLimits& limits = {});
  ~Server();

  // As net::TcpListener::open.
  base::Result<void> listen(const net::Authority& at, bool share_port);
  std::uint16_t port() const { return listener_->port(); }
  // Serves this stream too: for tests in memory.
  void accept(std::unique_ptr<net::Stream> stream);

  // Accepts no more, closes idle connections and tells the others with their next answer; `done` is called
  // once, in a coming turn, when the last has gone. Requests that are still coming in keep their time limit.
  void drain(std::function<void()> done);

  // How many requests were answered, by any status.
  std::uint64_t answered() const { return answered_; }

 private:
  friend class h1::ServerConnection;
  // The Date field's value, made anew once a second.
  const std::string& date();
  void forget(h1::ServerConnection& connection);

  async::Loop& loop_;
  Handler& handler_;
  ServerLimits limits_;
  std::vector<char> read_buffer_;
  std::string write_buffer_;
  Response response_;  // one at a time, reused
  std::unique_ptr<net::TcpListener> listener_;
  std::list<std::unique_ptr<h1::ServerConnection>> connections_;
  std::list<std::unique_ptr<h1::ServerConnection>>
      gone_;  // destroyed in a later turn: they may be on the stack
  async::Timer sweep_;
  bool draining_ = false;
  std::function<void()> drained_;
  std::uint64_t answered_ = 0;
  std::string date_;
  std::int64_t date_second_ = -1;

  void sweep();
};

}  // namespace acrida::http
