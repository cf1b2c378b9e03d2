// The connections that have something to send when this turn of the loop is over: what is asked in one turn
// goes out in one write a connection.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "async/loop.h"
#include "http/h2/memory.h"

namespace acrida::http::h2 {

class Connection;
class Pool;

class Outbox {
 public:
  explicit Outbox(async::Loop& loop);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // The connection's flush() is called when the turn is over, unless it is withdrawn before.
  void put(Connection& connection);
  void withdraw(const Connection& connection);
  // Takes over the connections of a client that is gone: one of them may be what has just told it so, and is
  // on the stack. They go when the turn is over.
  void bury(std::unique_ptr<Pool> connections);
  Memory& memory() { return memory_; }
  // For flush(): a text to put together what is to be written.
  std::string& buffer() { return buffer_; }

 private:
  void flush_soon();
  void flush();

  async::Loop& loop_;
  bool deferred_ = false;
  Memory memory_;  // of the sessions
  std::vector<Connection*> waiting_, flushing_;
  std::vector<std::unique_ptr<Pool>> graves_;
  std::string buffer_;
};

}  // namespace acrida::http::h2
