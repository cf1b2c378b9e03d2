// The HTTP client of one user.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "async/loop.h"
#include "http/call.h"
#include "http/h1/outbox.h"
#include "http/message.h"
#include "http/url.h"
#include "net/connector.h"

namespace acrida::http {

// What all clients of one thread share. Everything here must outlive them.
struct ClientContext {
  async::Loop& loop;
  net::Connector& connector;
  Limits limits = {};
  base::Duration connect_timeout = std::chrono::seconds(10);
  std::vector<char> read_buffer = std::vector<char>(std::size_t{64} << 10);
  h1::Outbox outbox{loop};
  std::uint32_t in_flight = 0;  // calls that wait for their answers
};

// Keeps its connections alive between calls: one a server, more only while several calls are out at once.
// Before one is used again it is looked at: if the server has closed it meanwhile, a new one is made. A
// connection that closes before any byte of an answer came is tried again once, on a new one, if the method
// is idempotent.
class ACRIDA_API Client {
 public:
  explicit Client(ClientContext& context);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends call.request to `server`. call.on_done() follows, if the call is not cancelled before. A call that
  // is still out is cancelled first.
  void send(Call& call, const Url& server);

 private:
  ClientContext& context_;
  std::vector<std::unique_ptr<h1::Connection>> connections_;
};

}  // namespace acrida::http
