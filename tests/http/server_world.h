// What the tests of the server share: a handler, and a peer that speaks in bytes.
#pragma once

#include <array>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "http/server.h"
#include "net/memory.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::http {

// "/throw" throws, "/missing" is not found, "/large" has a large answer; everything else is sent back.
struct TestHandler final : Handler {
  void handle(const Request& request, Response& response) override {
    if (request.target == "/throw") throw std::runtime_error("oops");
    if (request.target == "/throw-int") throw 1;
    if (request.target == "/status") response.status = 99;
    if (request.target == "/missing") response.status = 404;
    response.body = request.method + " " + request.target + " " + request.body;
    if (request.target == "/large") response.body.assign(large, 'x');
  }
  void refuse(int, const std::string& why, Response& response) override { response.body = why; }

  std::size_t large = 100'000;
};

// The other end of a connection to the server.
class Peer {
 public:
  explicit Peer(std::unique_ptr<net::Stream> stream) : stream_(std::move(stream)) {}

  // How much of it was taken.
  std::size_t write(std::string_view text) {
    const auto written = stream_->write_some(text);
    return written.kind == net::IoResult::Kind::bytes ? written.count : 0;
  }
  // What has come and can be read now; read once, or until nothing is left.
  std::string read_once() {
    std::array<char, 65'536> buffer{};
    const auto got = stream_->read_some(buffer);
    ended_ |= got.kind == net::IoResult::Kind::end;
    broken_ |= got.kind == net::IoResult::Kind::error;
    return got.kind == net::IoResult::Kind::bytes ? std::string(buffer.data(), got.count) : "";
  }
  void finish() { stream_->finish(); }
  void go() { stream_.reset(); }
  // The last read found the server's end, or a reset.
  bool ended() const { return ended_; }
  bool broken() const { return broken_; }

 private:
  std::unique_ptr<net::Stream> stream_;
  bool ended_ = false;
  bool broken_ = false;
};

class ServerTest : public testing::Test {
 protected:
  Peer connect(std::size_t capacity = std::size_t{1} << 16) {
    auto [near, far] = net::in_memory_pair(loop_, capacity);
    server_.accept(std::move(far));
    return Peer(std::move(near));
  }
  // Serves what can be served now.
  void settle() {
    for (int i = 0; i < 100'000 && loop_.turn(); ++i) {
    }
  }
  void pass(base::Duration time) {
    const auto end = clock_.now() + time;
    settle();
    while (loop_.next_deadline() && *loop_.next_deadline() <= end) {
      clock_.advance_to(*loop_.next_deadline());
      settle();
    }
    clock_.advance_to(end);
  }
  // All that comes without time passing.
  std::string read_all(Peer& peer) {
    std::string all;
    while (true) {
      settle();
      const std::string some = peer.read_once();
      if (some.empty()) return all;
      all += some;
    }
  }
  // Writes it all, reading on the way; returns what was read.
  std::string exchange(Peer& peer, std::string_view text) {
    std::string all;
    while (!text.empty()) {
      const auto written = peer.write(text);
      text.remove_prefix(written);
      const std::string some = read_all(peer);
      all += some;
      if (written == 0 && some.empty()) break;
    }
    return all + read_all(peer);
  }
  // The answer as rendered, at the simulated clock's beginning.
  static std::string answer(const std::string& status, const std::string& body,
                            const std::string& connection = "") {
    return "HTTP/1.1 " + status +
           "\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + (connection.empty() ? "" : "Connection: " + connection + "\r\n") + "\r\n" + body;
  }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  TestHandler handler_;
  Server server_{loop_, handler_};
};

}  // namespace acrida::http
