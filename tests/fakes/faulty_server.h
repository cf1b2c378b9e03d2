// A server that does to each connection what a plan says, byte for byte and in simulated time, with TLS or
// without, and counts what it sees.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.h"
#include "net/connector.h"
#include "net/memory.h"
#include "net/tls.h"
#include "tests/fakes/faulty_wire.h"

namespace acrida::fakes {

struct ConnectionPlan {
  enum class Connecting { accepts, refuses, ignores };

  Connecting connecting = Connecting::accepts;
  std::vector<std::string> answers = {};  // to the first request, to the second…; to later ones it is silent
  std::size_t piece = 0;                  // how many bytes are said at a time; 0: all of an answer
  base::Duration pause = {};              // between two pieces
  std::string unit = {};                  // said after the last answer, `times` times
  std::size_t times = 0;
  std::string tail = {};     // said after those
  bool then_closes = false;  // after all that
  WireFault fault = {};
};

// What came of it.
struct ConnectionSeen {
  std::size_t requests = 0;
  std::size_t passed = 0;                     // bytes that the client has read, below TLS
  std::size_t written = 0;                    // bytes that the server has written, below TLS
  std::size_t flight = 0;                     // those of its part of the handshake
  std::string begin = {};                     // the first of them, as written
  std::vector<std::size_t> after_piece = {};  // `written` when each piece of the answers was said
};

// The n-th connection follows the n-th plan, and each one after the last plan `later`.
class FaultyServer final : public net::Connector {
 public:
  // How many requests there are in what a client has sent.
  using Counting = std::function<std::size_t(std::string_view)>;

  // `tls`: null without it.
  FaultyServer(async::Loop& loop, Counting count, net::TlsContext* tls)
      : loop_(loop), count_(std::move(count)), tls_(tls) {}

  std::vector<ConnectionPlan> plans;
  ConnectionPlan later;

  std::size_t connections() const { return playing_.size(); }
  const ConnectionSeen& seen(std::size_t connection) const { return playing_[connection]->seen; }
  std::size_t requests() const {
    std::size_t sum = 0;
    for (const auto& each : playing_) sum += each->seen.requests;
    return sum;
  }

  std::unique_ptr<Attempt> connect(const net::Authority&, Done done) override {
    return std::make_unique<Connecting>(*this, asked_ < plans.size() ? plans[asked_++] : later,
                                        std::move(done));
  }

 private:
  // Counts what is written.
  class Counted final : public net::Stream {
   public:
    Counted(std::unique_ptr<net::Stream> below, ConnectionSeen& seen)
        : below_(std::move(below)), seen_(seen) {}
    net::IoResult read_some(std::span<char> into) override { return below_->read_some(into); }
    net::IoResult write_some(std::string_view data) override {
      const auto put = below_->write_some(data);
      if (put.kind != net::IoResult::Kind::bytes) return put;
      constexpr std::size_t kMostKept = 8192;
      if (seen_.begin.size() < kMostKept) seen_.begin += data.substr(0, put.count);
      seen_.written += put.count;
      return put;
    }
    void on_ready(async::Callback callback) override { below_->on_ready(callback); }
    void finish() override { below_->finish(); }
    bool peer_finished() const override { return below_->peer_finished(); }

   private:
    std::unique_ptr<net::Stream> below_;
    ConnectionSeen& seen_;
  };

  class Playing {
   public:
    Playing(FaultyServer& server, ConnectionPlan plan, std::unique_ptr<net::Stream> below)
        : server_(server),
          plan_(std::move(plan)),
          timer_(server.loop_, async::Callback::to<&Playing::play>(this)) {
      stream_ = std::make_unique<Counted>(std::move(below), seen);
      if (server.tls_ != nullptr) {
        auto tls = net::TlsStream::accept(*server.tls_, std::move(stream_));
        shaking_hands_ = tls.get();
        stream_ = std::move(tls);
      }
      stream_->on_ready(async::Callback::to<&Playing::play>(this));
    }
    ConnectionSeen seen;

   private:
    void play() {
      if (stream_ && shaking_hands_ != nullptr) shake_hands();
      if (stream_ && shaking_hands_ == nullptr) hear();
      while (stream_ && shaking_hands_ == nullptr && !timer_.is_set() && say()) {
      }
    }
    void shake_hands() {
      const auto state = shaking_hands_->handshake();
      if (seen.flight == 0) seen.flight = seen.written;
      if (state == net::TlsStream::Handshake::going_on) return;
      shaking_hands_ = nullptr;
      if (state == net::TlsStream::Handshake::failed) stream_.reset();
    }
    void hear() {
      std::array<char, 4096> buffer{};
      while (true) {
        const auto got = stream_->read_some(buffer);
        if (got.kind == net::IoResult::Kind::would_block) break;
        if (got.kind != net::IoResult::Kind::bytes) return stream_.reset();
        heard_.append(buffer.data(), got.count);
      }
      seen.requests = server_.count_(heard_);
    }
    // Some of what is to be said now; false when that is nothing.
    bool say() {
      if (said_ == text_.size() && !begin_next()) return false;
      const std::size_t most = plan_.piece == 0 ? text_.size() : plan_.piece;
      const auto put = stream_->write_some(std::string_view(text_).substr(said_, most));
      if (put.kind == net::IoResult::Kind::error) stream_.reset();
      if (put.kind != net::IoResult::Kind::bytes) return false;
      said_ += put.count;
      seen.after_piece.push_back(seen.written);
      if (plan_.pause > base::Duration::zero()) timer_.set(server_.loop_.clock().now() + plan_.pause);
      return true;
    }
    bool begin_next() {
      if (answered_ < plan_.answers.size()) {
        if (answered_ == seen.requests) return false;
        text_ = plan_.answers[answered_++];
      } else if (repeated_ < plan_.times) {
        if (repeated_++ == 0) text_ = plan_.unit;
      } else if (!plan_.tail.empty()) {
        text_ = std::exchange(plan_.tail, {});
      } else {
        if (plan_.then_closes) stream_.reset();
        return false;
      }
      said_ = 0;
      return !text_.empty() || begin_next();
    }

    FaultyServer& server_;
    ConnectionPlan plan_;
    std::unique_ptr<net::Stream> stream_;
    net::TlsStream* shaking_hands_ = nullptr;  // stream_, until that is done
    async::Timer timer_;
    std::string heard_, text_;
    std::size_t said_ = 0;  // of text_
    std::size_t answered_ = 0, repeated_ = 0;
  };

  class Connecting final : public Attempt {
   public:
    Connecting(FaultyServer& server, ConnectionPlan plan, Done done)
        : server_(server),
          plan_(std::move(plan)),
          done_(std::move(done)),
          timer_(server.loop_, async::Callback::to<&Connecting::finish>(this)) {
      if (plan_.connecting != ConnectionPlan::Connecting::ignores) timer_.set(server.loop_.clock().now());
    }

   private:
    void finish() {
      net::ConnectResult result;
      if (plan_.connecting == ConnectionPlan::Connecting::accepts) {
        auto [near, far] = net::in_memory_pair(server_.loop_);
        const WireFault fault = plan_.fault;
        server_.playing_.push_back(std::make_unique<Playing>(server_, std::move(plan_), std::move(far)));
        result.kind = net::ConnectResult::Kind::connected;
        result.stream =
            std::make_unique<FaultyWire>(std::move(near), fault, server_.playing_.back()->seen.passed);
      } else {
        result.kind = net::ConnectResult::Kind::refused;
        result.message = "Connection refused";
      }
      const Done done = std::move(done_);
      done(std::move(result));  // may destroy this
    }

    FaultyServer& server_;
    ConnectionPlan plan_;
    Done done_;
    async::Timer timer_;
  };

  async::Loop& loop_;
  Counting count_;
  net::TlsContext* tls_;
  std::size_t asked_ = 0;
  std::vector<std::unique_ptr<Playing>> playing_;
};

}  // namespace acrida::fakes
