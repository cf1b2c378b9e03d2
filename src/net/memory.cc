#include "net/memory.h"

#include <algorithm>
#include <cerrno>
#include <string>

namespace acrida::net {
namespace {

class MemoryStream final : public Stream {
 public:
  // The bytes on their way in one direction.
  struct Pipe {
    std::string bytes;
    std::size_t capacity = 0;
    bool finished = false;           // the writer will write no more
    bool reset = false;              // the writer has gone without reading all
    MemoryStream* reader = nullptr;  // null: the reader is gone
    MemoryStream* writer = nullptr;
  };

  MemoryStream(async::Loop& loop, std::shared_ptr<Pipe> in, std::shared_ptr<Pipe> out)
      : in_(std::move(in)),
        out_(std::move(out)),
        tell_(loop, async::Callback::to<&MemoryStream::tell>(this)) {
    in_->reader = this;
    out_->writer = this;
  }

  ~MemoryStream() override {
    in_->reader = nullptr;
    out_->writer = nullptr;
    out_->finished = true;
    out_->reset = !in_->bytes.empty();
    wake(out_->reader);
    wake(in_->writer);
  }

  IoResult read_some(std::span<char> into) override {
    if (in_->bytes.empty()) {
      if (in_->reset) return IoResult::failed(ECONNRESET);
      return in_->finished ? IoResult::end() : IoResult::would_block();
    }
    const std::size_t n = std::min(into.size(), in_->bytes.size());
    std::copy_n(in_->bytes.begin(), n, into.begin());
    in_->bytes.erase(0, n);
    wake(in_->writer);
    return IoResult::bytes(n);
  }

  IoResult write_some(std::string_view data) override {
    if (out_->reader == nullptr || out_->finished) return IoResult::failed(EPIPE);
    const std::size_t n = std::min(data.size(), out_->capacity - out_->bytes.size());
    if (n == 0) return IoResult::would_block();
    out_->bytes.append(data.substr(0, n));
    wake(out_->reader);
    return IoResult::bytes(n);
  }

  void on_ready(async::Callback callback) override {
    ready_ = callback;
    wake(this);
  }
  void finish() override {
    out_->finished = true;
    wake(out_->reader);
  }
  bool peer_finished() const override { return in_->finished; }

 private:
  static void wake(MemoryStream* end) {
    if (end != nullptr) end->tell_.set(base::TimePoint::min());
  }
  void tell() {
    if (ready_) ready_();  // may destroy this
  }

  std::shared_ptr<Pipe> in_, out_;
  async::Timer tell_;
  async::Callback ready_;
};

}  // namespace

std::pair<std::unique_ptr<Stream>, std::unique_ptr<Stream>> in_memory_pair(async::Loop& loop,
                                                                           std::size_t capacity) {
  auto there = std::make_shared<MemoryStream::Pipe>();
  auto back = std::make_shared<MemoryStream::Pipe>();
  there->capacity = back->capacity = capacity;
  auto near = std::make_unique<MemoryStream>(loop, back, there);
  auto far = std::make_unique<MemoryStream>(loop, there, back);
  return {std::move(near), std::move(far)};
}

class MemoryConnector::MemoryAttempt final : public Connector::Attempt {
 public:
  MemoryAttempt(async::Loop& loop, const Accept& accept, base::Duration delay, Done done)
      : loop_(loop),
        accept_(accept),
        done_(std::move(done)),
        timer_(loop, async::Callback::to<&MemoryAttempt::finish>(this)) {
    timer_.set(loop.clock().now() + delay);
  }

 private:
  void finish() {
    ConnectResult result;
    if (accept_) {
      auto [near, far] = in_memory_pair(loop_);
      accept_(std::move(far));
      result.kind = ConnectResult::Kind::connected;
      result.stream = std::move(near);
    } else {
      result.kind = ConnectResult::Kind::refused;
      result.message = "Connection refused";
    }
    const Done done = std::move(done_);
    done(std::move(result));  // may destroy this
  }

  async::Loop& loop_;
  const Accept& accept_;
  Done done_;
  async::Timer timer_;
};

std::unique_ptr<Connector::Attempt> MemoryConnector::connect(const Authority&, Done done) {
  return std::make_unique<MemoryAttempt>(loop_, accept_, delay_, std::move(done));
}

}  // namespace acrida::net
