// A client of HTTP/2 and its server, in memory and in simulated time.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "http/client.h"
#include "net/memory.h"
#include "tests/fakes/http2_server.h"
#include "tests/http/client_world.h"

namespace acrida::http {

using fakes::Http2Connection;
using fakes::Http2Request;

inline ClientSettings h2c() {
  ClientSettings settings;
  settings.version = ClientSettings::Version::h2c;
  return settings;
}

class Http2Test : public LoopTest {
 protected:
  void run(TestCall& call, Client& client) {
    call.done = 0;
    client.send(call, url_);
    turn_for(std::chrono::milliseconds(1));
    ASSERT_EQ(call.done, 1);
  }
  void run(TestCall& call) { run(call, client_); }

  Http2Connection::Handler answer_ = [](Http2Connection& on, Http2Request& request) {
    on.answer(request.stream, 200, {{"content-type", "text/plain"}}, "ok");
  };
  std::vector<Http2Request> requests_;
  fakes::Http2Server server_{[this](Http2Connection& on, Http2Request& request) {
    requests_.push_back(request);
    answer_(on, request);
  }};
  net::MemoryConnector connector_{
      loop_, [this](std::unique_ptr<net::Stream> stream) { server_.accept(std::move(stream)); }};
  ClientContext context_{loop_, connector_, h2c()};
  Client client_{context_};
  const Url url_ = *parse_url("http://test");
  std::unique_ptr<net::Stream> kept_;
};

}  // namespace acrida::http
