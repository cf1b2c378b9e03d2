// Streams without sockets: what one end writes the other reads, in the same loop and in its clock's time.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <acrida/export.h>

#include "async/loop.h"
#include "net/connector.h"
#include "net/stream.h"

namespace acrida::net {

// Two connected ends. Each holds at most `capacity` unread bytes; a writer that finds it full must wait.
// Destroying an end finishes its side; what it has written can still be read. As with TCP, an end that goes
// with bytes unread resets the connection: the peer's reading ends in ECONNRESET.
ACRIDA_API std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> in_memory_pair(
    async::Loop& loop, std::size_t capacity = std::size_t{1} << 16);

// Connects to whatever `accept` does with the other end, after `delay`. Without `accept` every connect is
// refused.
class ACRIDA_API MemoryConnector final : public Connector {
 public:
  using Accept = std::function<void(std::unique_ptr<Stream>)>;
  MemoryConnector(async::Loop& loop, Accept accept, base::Duration delay = {})
      : loop_(loop), accept_(std::move(accept)), delay_(delay) {}

  std::unique_ptr<Attempt> connect(const Authority& to, Done done) override;

 private:
  class MemoryAttempt;
  async::Loop& loop_;
  Accept accept_;
  base::Duration delay_;
};

}  // namespace acrida::net
