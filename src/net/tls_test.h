// Both sides of TLS in memory, driven by nothing but what Stream promises.
#pragma once

#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "async/loop.h"
#include "net/memory.h"
#include "net/tls.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::net {

// A caller that acts only when it is told to: it shakes hands, sends, and reads what comes.
struct TlsParty {
  explicit TlsParty(std::unique_ptr<TlsStream> over, std::size_t buffer_size = 4096)
      : stream(std::move(over)), buffer(buffer_size) {
    stream->on_ready(async::Callback::to<&TlsParty::on_ready>(this));
  }

  void on_ready() {
    ++calls;
    if (state != TlsStream::Handshake::done) state = stream->handshake();
    if (state != TlsStream::Handshake::done) return;
    write();
    read();
  }
  void write() {
    while (!to_send.empty()) {
      const auto put = stream->write_some(to_send);
      if (put.kind != IoResult::Kind::bytes) return;
      const bool all = put.count == to_send.size();
      to_send.erase(0, put.count);
      if (!all) return;
    }
    if (then_finish) stream->finish();
  }
  void read() {
    while (end.kind == IoResult::Kind::would_block) {
      const auto got = stream->read_some(buffer);
      if (got.kind == IoResult::Kind::bytes) {
        received.append(buffer.data(), got.count);
        if (got.count < buffer.size() && !stream->peer_finished()) return;
      } else if (got.kind == IoResult::Kind::would_block) {
        return;
      } else {
        end = got;
      }
    }
  }

  std::unique_ptr<TlsStream> stream;
  std::vector<char> buffer;
  TlsStream::Handshake state = TlsStream::Handshake::going_on;
  std::string to_send, received;
  bool then_finish = false;
  IoResult end;  // what reading came to
  int calls = 0;
};

// What a test does to the stream below, and what it sees of it.
struct Tap {
  int reads = 0;
  bool cut = false;    // nothing is written any more
  bool stays = false;  // its side is never finished
};

class Tapped final : public Stream {
 public:
  Tapped(std::unique_ptr<Stream> below, Tap& tap) : below_(std::move(below)), tap_(tap) {}
  IoResult read_some(std::span<char> into) override {
    ++tap_.reads;
    return below_->read_some(into);
  }
  IoResult write_some(std::string_view data) override {
    return tap_.cut ? IoResult::failed(EPIPE) : below_->write_some(data);
  }
  void on_ready(async::Callback callback) override { below_->on_ready(callback); }
  void finish() override {
    if (!tap_.stays) below_->finish();
  }
  bool peer_finished() const override { return below_->peer_finished(); }

 private:
  std::unique_ptr<Stream> below_;
  Tap& tap_;
};

class TlsTest : public testing::Test {
 protected:
  static std::string path(std::string_view name) { return std::string(ACRIDA_CERTIFICATES).append(name); }
  static TlsFiles shown(const std::string& name) { return {"", path(name + ".pem"), path(name + ".key")}; }
  static TlsContext client_context(const TlsFiles& files = {path("ca.pem"), "", ""}) {
    auto context = TlsContext::for_client(files);
    EXPECT_TRUE(context.ok()) << (context.ok() ? "" : context.error().message);
    return std::move(*context);
  }
  static TlsContext server_context(const TlsFiles& files = shown("server"), std::string_view protocols = "") {
    auto context = TlsContext::for_server(files, protocols);
    EXPECT_TRUE(context.ok()) << (context.ok() ? "" : context.error().message);
    return std::move(*context);
  }

  std::unique_ptr<TlsStream> client_over(std::unique_ptr<Stream> below,
                                         const TlsStream::Peer& peer = {"localhost"}) {
    return TlsStream::connect(client_context_, std::move(below), peer, session_);
  }
  // Two parties in the middle of nothing: the first turns let them shake hands.
  void connect(const TlsStream::Peer& peer = {"localhost"}, std::size_t capacity = std::size_t{1} << 16,
               std::size_t buffer = 4096) {
    auto [near, far] = in_memory_pair(loop_, capacity);
    server_ = std::make_unique<TlsParty>(TlsStream::accept(server_context_, std::move(far)), buffer);
    client_ = std::make_unique<TlsParty>(client_over(std::move(near), peer), buffer);
  }
  // Until nothing happens any more.
  void turn() {
    for (int turns = 0; loop_.turn(); ++turns) ASSERT_LT(turns, 1'000'000) << "this never ends";
  }
  bool connected() const {
    return client_->state == TlsStream::Handshake::done && server_->state == TlsStream::Handshake::done;
  }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  TlsContext client_context_ = client_context();
  TlsContext server_context_ = server_context();
  TlsSession session_;
  std::unique_ptr<TlsParty> client_, server_;
};

}  // namespace acrida::net
