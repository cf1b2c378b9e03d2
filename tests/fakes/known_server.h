// A KnownService behind HTTP/1.1, live or in simulated time, with a log of what it really did.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/loop.h"
#include "async/timer.h"
#include "base/unsent.h"
#include "http/h1/request_parser.h"
#include "net/stream.h"
#include "tests/fakes/known_service.h"

namespace acrida::fakes {

// What became of one request, by the server's own clock.
struct Served {
  base::TimePoint arrived;  // all of it was read
  base::TimePoint due;      // when the service wanted it answered
  base::TimePoint written;  // just before the answer was written; the epoch: never, the client had gone
  int status;               // 0: never
};

// Answers every request when its service says, but GET /log, which is answered at once with what `report`
// makes and is in no log. On one connection one request after the other, as they come.
class KnownServer {
 public:
  using Report = std::function<std::string(const KnownServer&)>;

  KnownServer(async::Loop& loop, const Behaviour& behaviour, Report report = nullptr)
      : loop_(loop),
        service_(behaviour),
        report_(std::move(report)),
        sweep_(loop, async::Callback::to<&KnownServer::sweep>(this)) {}

  void accept(std::unique_ptr<net::Stream> stream) {
    connections_.push_back(std::make_unique<Connection>(*this, std::move(stream)));
    connections_.back()->start(std::prev(connections_.end()));
  }

  // In the order in which they were answered or given up. A deque: growing it never moves what it has.
  const std::deque<Served>& served() const { return served_; }
  const KnownService& service() const { return service_; }

 private:
  class Connection {
   public:
    using Place = std::list<std::unique_ptr<Connection>>::iterator;

    Connection(KnownServer& server, std::unique_ptr<net::Stream> stream)
        : server_(server),
          stream_(std::move(stream)),
          answer_(server.loop_, async::Callback::to<&Connection::answer>(this)) {}

    void start(Place place) {
      place_ = place;
      parser_.begin(request_);
      stream_->on_ready(async::Callback::to<&Connection::on_ready>(this));
      on_ready();
    }

   private:
    void on_ready() {
      std::array<char, 16384> buffer{};
      while (stream_) {
        if (!unsent_.empty()) write({});
        const auto got = stream_->read_some(buffer);
        if (got.kind == net::IoResult::Kind::would_block) return;
        if (got.kind != net::IoResult::Kind::bytes) return close();
        come_.append(buffer.data(), got.count);
        take();
        if (got.count < buffer.size() && stream_ && !stream_->peer_finished()) return;
      }
    }
    // The next request, once the last one is answered.
    void take() {
      while (!answer_.is_set() && !come_.empty()) {
        std::string_view data = come_;
        const auto state = parser_.feed(data);
        come_.erase(0, come_.size() - data.size());
        if (state == http::h1::RequestParser::State::need_more) return;
        if (state == http::h1::RequestParser::State::failed) return close();
        if (server_.report_ && request_.target == "/log") {
          say(200, "application/json", server_.report_(server_));
          continue;
        }
        const auto now = server_.loop_.clock().now();
        const auto fate = server_.service_.arrive(now);
        now_served_ = {now, fate.due, {}, fate.fails ? 500 : 200};
        answer_.set(fate.due);
      }
    }
    void answer() {
      now_served_.written = server_.loop_.clock().now();
      server_.served_.push_back(now_served_);
      say(now_served_.status, "text/plain", now_served_.status == 200 ? "OK" : "no");
      if (stream_) take();
    }
    void say(int status, std::string_view type, std::string_view body) {
      const bool keep = parser_.keep_alive();
      std::string out = status == 200 ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 500 Internal Server Error\r\n";
      out.append("Content-Type: ")
          .append(type)
          .append("\r\nContent-Length: ")
          .append(std::to_string(body.size()));
      if (!keep) out += "\r\nConnection: close";
      write(out.append("\r\n\r\n").append(body));
      parser_.begin(request_);
      if (!keep && stream_) stream_->finish();
    }
    void write(std::string_view out) {
      unsent_.add(out);
      while (!unsent_.empty()) {
        const auto written = stream_->write_some(unsent_.rest());
        if (written.kind == net::IoResult::Kind::would_block) return;
        if (written.kind != net::IoResult::Kind::bytes) return close();
        unsent_.take(written.count);
      }
    }
    void close() {
      if (!stream_) return;
      stream_.reset();
      if (answer_.is_set()) {
        answer_.cancel();
        now_served_.status = 0;
        server_.served_.push_back(now_served_);
      }
      server_.gone_.splice(server_.gone_.end(), server_.connections_, place_);
      server_.sweep_.set(base::TimePoint::min());
    }

    KnownServer& server_;
    std::unique_ptr<net::Stream> stream_;
    Place place_;
    async::Timer answer_;
    http::Request request_;
    http::h1::RequestParser parser_;
    std::string come_;  // and not yet looked at
    base::Unsent unsent_;
    Served now_served_{};
  };

  void sweep() { gone_.clear(); }

  async::Loop& loop_;
  KnownService service_;
  Report report_;
  std::deque<Served> served_;
  std::list<std::unique_ptr<Connection>> connections_;
  std::list<std::unique_ptr<Connection>> gone_;  // destroyed in a later turn: they may be on the stack
  async::Timer sweep_;
};

}  // namespace acrida::fakes
