// A server whose every answer comes exactly when its rule says, in simulated time; it keeps a log of its own.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/loop.h"
#include "async/timer.h"
#include "net/stream.h"

namespace acrida::fakes {

// Answers 200 without a body, to requests without one. Requests on different connections do not wait for each
// other, unless the rule makes them.
class TimedServer final {
 public:
  struct Request {
    base::TimePoint came;
    std::string target;
  };
  // How long after it came this request is answered, the n-th of all, n = 0, 1 …; nullopt: never.
  using Rule = std::function<std::optional<base::Duration>(std::size_t number, base::TimePoint came)>;

  TimedServer(async::Loop& loop, Rule rule) : loop_(loop), rule_(std::move(rule)) {}

  void accept(std::unique_ptr<net::Stream> stream) {
    connections_.push_back(std::make_unique<Connection>(*this, std::move(stream)));
  }
  std::size_t connections() const { return connections_.size(); }

  std::vector<Request> requests;  // in the order in which they came

 private:
  class Connection {
   public:
    Connection(TimedServer& server, std::unique_ptr<net::Stream> stream)
        : server_(server),
          stream_(std::move(stream)),
          answer_timer_(server.loop_, async::Callback::to<&Connection::answer>(this)) {
      stream_->on_ready(async::Callback::to<&Connection::read>(this));
      read();
    }

   private:
    void read() {
      std::array<char, 4096> buffer{};
      while (true) {
        const auto got = stream_->read_some(buffer);
        if (got.kind != net::IoResult::Kind::bytes) return;
        heard_.append(buffer.data(), got.count);
        if (!heard_.ends_with("\r\n\r\n")) continue;
        const auto now = server_.loop_.clock().now();
        const auto begin = heard_.find(' ') + 1;
        server_.requests.push_back({now, heard_.substr(begin, heard_.find(' ', begin) - begin)});
        heard_.clear();
        if (const auto delay = server_.rule_(server_.requests.size() - 1, now))
          answer_timer_.set(now + *delay);
      }
    }
    void answer() { stream_->write_some("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); }

    TimedServer& server_;
    std::unique_ptr<net::Stream> stream_;
    std::string heard_;
    async::Timer answer_timer_;
  };

  async::Loop& loop_;
  Rule rule_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace acrida::fakes
