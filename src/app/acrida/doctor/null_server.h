// A server that answers everything with the same two bytes, so that the generator is what is measured.
#pragma once

#include <cstdint>
#include <optional>
#include <thread>

#include "async/loop.h"
#include "base/clock.h"
#include "http/server.h"

namespace acrida::app::doctor {

// Binds the calling thread to one core. What cannot be done is not: the numbers are then a little less
// steady.
void bind_to_core(int core);
// Whether the system lets threads be bound.
bool may_bind_to_core();

// Serves on a free port of 127.0.0.1, on a thread of its own, for as long as it lives.
class NullServer {
 public:
  // Throws base::RunError when it cannot listen.
  explicit NullServer(std::optional<int> core);
  ~NullServer();

  std::uint16_t port() const { return server_.port(); }

 private:
  class Answer final : public http::Handler {
   public:
    void handle(const http::Request&, http::Response& response) override { response.body = "OK"; }
    void refuse(int, const std::string& why, http::Response& response) override { response.body = why; }
  };

  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  Answer answer_;
  http::Server server_{loop_, answer_};
  std::thread thread_;
};

}  // namespace acrida::app::doctor
