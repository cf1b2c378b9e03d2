// One request and what came of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <acrida/export.h>

#include "base/clock.h"
#include "http/failure.h"
#include "http/message.h"

namespace acrida::http {

namespace h1 {
class Connection;
}

// Filled in, given to Client::send, and told when it is done; until then it must stay where it is. Destroying
// it earlier gives the request up and closes its connection. What the subclass does with the end is its own
// business: a coroutine is resumed, a greenlet switched to.
class ACRIDA_API Call {
 public:
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // To be set before sending.
  Request request;
  base::Duration timeout = std::chrono::seconds(60);  // from the start to the last byte
  bool keep_body = true;

  // Set when done: an answer of any status, or a failure.
  Response response;
  std::optional<Failure> failure;

  // When things happened; those that did not are left at started. A retry starts none of them anew but the
  // later ones.
  base::TimePoint started, sent, first_byte, finished;
  base::Duration dns{}, connect{};                   // 0 on a connection kept alive
  base::Duration sending{};                          // first byte handed to the kernel … last one
  std::uint64_t bytes_sent = 0, bytes_received = 0;  // on the wire
  std::uint32_t reconnects = 0;

  bool in_flight() const { return connection_ != nullptr; }
  // Gives up: no on_done() will come. False when the server cannot have heard of it, since it lay in the
  // outbox still.
  bool cancel();

 protected:
  ~Call() { cancel(); }
  // The end, told from a turn of the loop, never from inside Client::send. May destroy the call, and may send
  // anew.
  virtual void on_done() = 0;

 private:
  friend class h1::Connection;
  h1::Connection* connection_ = nullptr;
};

}  // namespace acrida::http
