// The way from a server to its client, and what goes wrong there at a certain byte.
#pragma once

#include <cerrno>
#include <cstddef>
#include <memory>
#include <utility>

#include "net/stream.h"

namespace acrida::fakes {

struct WireFault {
  enum class Kind {
    none,
    closes,   // ends as if the server had finished
    resets,   // breaks
    hangs,    // nothing comes any more
    garbles,  // one byte comes with its highest bit turned over
  };
  Kind kind = Kind::none;
  std::size_t at = 0;  // the byte, counted from 0, that does not come or comes garbled
};

// The client's end of a stream. A fault shows only when its byte would have come, so that one beyond the last
// byte is none.
class FaultyWire final : public net::Stream {
 public:
  // `passed`: how many bytes the client has read; must live as long as this.
  FaultyWire(std::unique_ptr<net::Stream> below, WireFault fault, std::size_t& passed)
      : below_(std::move(below)), fault_(fault), passed_(passed) {}

  net::IoResult read_some(std::span<char> into) override {
    if (broken_) return ending();
    const auto got = below_->read_some(into);
    if (got.kind != net::IoResult::Kind::bytes) return got;
    const std::size_t begin = std::exchange(passed_, passed_ + got.count);
    if (fault_.kind == WireFault::Kind::none || fault_.at < begin || fault_.at >= passed_) return got;
    if (fault_.kind == WireFault::Kind::garbles) {
      into[fault_.at - begin] = static_cast<char>(into[fault_.at - begin] ^ 0x80);
      return got;
    }
    broken_ = true;
    passed_ = fault_.at;
    if (fault_.kind != WireFault::Kind::hangs) below_->finish();  // the server is told, too
    return passed_ > begin ? net::IoResult::bytes(passed_ - begin) : ending();
  }
  net::IoResult write_some(std::string_view data) override {
    if (!broken_) return below_->write_some(data);
    if (fault_.kind == WireFault::Kind::resets) return net::IoResult::failed(EPIPE);
    return net::IoResult::bytes(data.size());  // into nothing: the kernel does not know yet
  }
  void on_ready(async::Callback callback) override { below_->on_ready(callback); }
  void finish() override { below_->finish(); }
  bool peer_finished() const override {
    return broken_ ? fault_.kind != WireFault::Kind::hangs : below_->peer_finished();
  }

 private:
  net::IoResult ending() const {
    switch (fault_.kind) {
      case WireFault::Kind::closes: return net::IoResult::end();
      case WireFault::Kind::resets: return net::IoResult::failed(ECONNRESET);
      default: return net::IoResult::would_block();
    }
  }

  std::unique_ptr<net::Stream> below_;
  WireFault fault_;
  std::size_t& passed_;
  bool broken_ = false;
};

}  // namespace acrida::fakes
