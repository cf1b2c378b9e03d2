// Connecting by TCP, to names and to addresses.
#pragma once

#include <functional>
#include <memory>

#include <acrida/export.h>

#include "async/loop.h"
#include "base/fd.h"
#include "base/result.h"
#include "net/address.h"
#include "net/connector.h"
#include "net/resolver.h"

namespace acrida::net {

// Begins to connect a new non-blocking socket. The error is an errno.
using BeginConnect = std::function<base::Result<base::Fd, int>(const Address&)>;
base::Result<base::Fd, int> begin_tcp(const Address& to);

// Where a host has several addresses it races them (RFC 8305, Happy Eyeballs): the next one starts kHeadStart
// after the one before, or at once when that has failed; the first to connect wins, and is tried first from
// then on. No timeout of its own: whoever asked gives up by destroying the attempt. One for each loop.
class ACRIDA_API TcpConnector final : public Connector {
 public:
  static constexpr base::Duration kHeadStart = std::chrono::milliseconds(250);

  // Asks the system's name servers.
  explicit TcpConnector(async::Loop& loop);
  TcpConnector(async::Loop& loop, std::unique_ptr<Resolver> resolver, BeginConnect begin = begin_tcp);

  std::unique_ptr<Attempt> connect(const Authority& to, Done done) override;

 private:
  class TcpAttempt;

  async::Loop& loop_;
  std::unique_ptr<Resolver> resolver_;
  BeginConnect begin_;
};

}  // namespace acrida::net
