#include "http/server.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "http/h1/server_connection.h"

namespace acrida::http {

Server::Server(async::Loop& loop, Handler& handler, const ServerLimits& limits)
    : loop_(loop),
      handler_(handler),
      limits_(limits),
      read_buffer_(std::size_t{64} << 10),
      sweep_(loop, async::Callback::to<&Server::sweep>(this)) {}

Server::~Server() = default;

base::Result<void> Server::listen(const net::Authority& at, bool share_port) {
  auto opened = net::TcpListener::open(
      loop_, at, share_port, [this](std::unique_ptr<net::Stream> stream) { accept(std::move(stream)); });
  if (!opened) return opened.error();
  listener_ = std::move(*opened);
  return {};
}

void Server::accept(std::unique_ptr<net::Stream> stream) {
  connections_.push_back(std::make_unique<h1::ServerConnection>(*this, std::move(stream)));
  connections_.back()->start(std::prev(connections_.end()));
}

void Server::drain(std::function<void()> done) {
  draining_ = true;
  drained_ = std::move(done);
  listener_.reset();
  for (const auto& each : connections_) each->drain();
  sweep_.set(base::TimePoint::min());
}

void Server::forget(h1::ServerConnection& connection) {
  gone_.splice(gone_.end(), connections_, connection.place());
  sweep_.set(base::TimePoint::min());
}

void Server::sweep() {
  gone_.clear();
  if (draining_ && connections_.empty() && drained_) std::exchange(drained_, nullptr)();
}

const std::string& Server::date() {
  const auto second = std::chrono::floor<std::chrono::seconds>(loop_.clock().wall_now());
  if (second.time_since_epoch().count() != date_second_) {
    date_second_ = second.time_since_epoch().count();
    const std::time_t time = date_second_;
    std::tm utc{};
    gmtime_r(&time, &utc);
    char text[40];
    date_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc));
  }
  return date_;
}

}  // namespace acrida::http
