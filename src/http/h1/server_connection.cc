#include "http/h1/server_connection.h"

#include <utility>

#include <fmt/format.h>

#include "http/h1/render.h"

namespace acrida::http::h1 {

using Io = net::IoResult::Kind;

namespace {

// A client that sends requests and does not read the answers is not read from until this much has been taken.
constexpr std::size_t kUnsentLimit = std::size_t{1} << 20;
// How often one connection is read from before the others have their turn.
constexpr int kReadsAtOnce = 16;
constexpr base::Duration kLinger = std::chrono::seconds(2);

}  // namespace

ServerConnection::ServerConnection(Server& server, std::unique_ptr<net::Stream> stream)
    : server_(server),
      stream_(std::move(stream)),
      parser_(server.limits_.message),
      timer_(server.loop_, async::Callback::to<&ServerConnection::on_timer>(this)),
      again_(server.loop_, async::Callback::to<&ServerConnection::on_ready>(this)) {}

void ServerConnection::start(Place place) {
  place_ = place;
  parser_.begin(request_);
  set_timer(server_.limits_.idle);
  stream_->on_ready(async::Callback::to<&ServerConnection::on_ready>(this));
}

void ServerConnection::drain() { again_.set(base::TimePoint::min()); }

void ServerConnection::on_ready() {
  if (!unsent_.empty() && !write_rest()) return;
  read_requests();
  if (server_.draining_ && idle()) close();
}

bool ServerConnection::idle() const {
  return state_ == State::open && parser_.untouched() && unsent_.empty() && !parked_ && !again_.is_set();
}

void ServerConnection::read_requests() {
  const std::span<char> buffer(server_.read_buffer_);
  for (int reads = 0; state_ != State::closed; ++reads) {
    if (reads == kReadsAtOnce) return again_.set(base::TimePoint::min());
    if (parked_) {
      if (!unsent_.empty()) return;
      parked_ = false;
      const std::string data = std::exchange(waiting_, {});
      take(data);
      continue;
    }
    const auto got = stream_->read_some(buffer);
    if (got.kind == Io::would_block) return;
    if (got.kind != Io::bytes) {
      // A client that has finished its side may still wait for answers.
      if (got.kind == Io::error || unsent_.empty()) return close();
      state_ = State::closing;
      return;
    }
    if (state_ == State::open) take({buffer.data(), got.count});
    if (got.count < buffer.size() && !parked_ && !stream_->peer_finished()) return;
  }
}

// Answers every request that is complete in `data`, with one write for all of them.
void ServerConnection::take(std::string_view data) {
  std::string& out = server_.write_buffer_;
  out.clear();
  bool fresh = parser_.untouched();
  while (state_ == State::open && !data.empty()) {
    if (out.size() + unsent_.size() > kUnsentLimit) {
      parked_ = true;
      waiting_ = data;
      break;
    }
    const auto state = parser_.feed(data);
    if (state == RequestParser::State::need_more) break;
    if (state == RequestParser::State::failed) {
      refuse(parser_.status(), parser_.failure().text);
      break;
    }
    answer();
    fresh = active_ = true;
  }
  if (state_ == State::open && parser_.wants_continue() && !std::exchange(continued_, true)) {
    out += "HTTP/1.1 100 Continue\r\n\r\n";
  }
  // A request that stays incomplete has a time limit of its own from its first byte on.
  if (state_ == State::open && fresh && !parser_.untouched()) set_timer(server_.limits_.request);
  if (!out.empty()) send(out);
}

void ServerConnection::answer() {
  Response& response = server_.response_;
  response.clear();
  response.status = 200;
  bool fine = false;
  try {
    server_.handler_.handle(request_, response);
    fine = response.status >= 200 && response.status <= 999;
  } catch (...) {  // whatever it is, the other connections go on
  }
  if (!fine) {
    response.clear();
    response.status = 500;
  }
  ++server_.answered_;
  const bool keep = parser_.keep_alive() && !server_.draining_;
  const std::string_view connection = !keep ? "close" : parser_.is_http_1_0() ? "keep-alive" : "";
  render(response, server_.date(), connection, request_.method == "HEAD", server_.write_buffer_);
  continued_ = false;
  parser_.begin(request_);
  if (!keep) state_ = State::closing;
}

void ServerConnection::refuse(int status, const std::string& why) {
  Response& response = server_.response_;
  response.clear();
  response.status = status;
  try {
    server_.handler_.refuse(status, why, response);
  } catch (...) {
    response.clear();
  }
  response.status = status;
  ++server_.answered_;
  render(response, server_.date(), "close", false, server_.write_buffer_);
  state_ = State::closing;
}

void ServerConnection::send(std::string_view out) {
  if (unsent_.empty()) {
    const auto written = stream_->write_some(out);
    if (written.kind == Io::error) return close();
    out.remove_prefix(written.count);
  }
  if (!out.empty()) {
    unsent_.add(out);
  } else if (state_ == State::closing) {
    linger();
  }
}

// False when the connection is gone or the client still does not read.
bool ServerConnection::write_rest() {
  const auto written = stream_->write_some(unsent_.rest());
  if (written.kind == Io::error) {
    close();
    return false;
  }
  active_ |= written.count > 0;
  unsent_.take(written.count);
  if (!unsent_.empty()) return false;
  if (state_ == State::closing) linger();
  return true;
}

// All is said: waits a moment for the client to close first.
void ServerConnection::linger() {
  stream_->finish();
  set_timer(kLinger);
}

void ServerConnection::close() {
  if (std::exchange(state_, State::closed) == State::closed) return;
  timer_.cancel();
  again_.cancel();
  stream_->on_ready({});
  server_.forget(*this);
}

void ServerConnection::set_timer(base::Duration after) {
  active_ = false;
  timer_.set(server_.loop_.clock().now() + after);
}

void ServerConnection::on_timer() {
  if (state_ == State::closing && unsent_.empty()) return close();
  if (state_ == State::open && unsent_.empty() && !parked_ && !parser_.untouched()) {
    server_.write_buffer_.clear();
    refuse(408,
           fmt::format("the request was not complete after {} s", base::seconds_of(server_.limits_.request)));
    return send(server_.write_buffer_);
  }
  if (!active_) return close();
  set_timer(server_.limits_.idle);
}

}  // namespace acrida::http::h1
