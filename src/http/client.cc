#include "http/client.h"

#include <algorithm>

#include "http/h1/connection.h"

namespace acrida::http {

bool Call::cancel() { return connection_ != nullptr && connection_->give_up(); }

Client::Client(ClientContext& context) : context_(context) {}
Client::~Client() = default;

void Client::send(Call& call, const Url& server) {
  call.cancel();
  const auto fits = [&](const auto& connection) {
    return !connection->busy() && connection->server() == server.authority;
  };
  auto free = std::find_if(connections_.begin(), connections_.end(), fits);
  if (free != connections_.end() && !(*free)->open()) {
    const auto open = std::find_if(free, connections_.end(), [&](const auto& connection) {
      return fits(connection) && connection->open();
    });
    if (open != connections_.end()) free = open;
  }
  if (free == connections_.end()) {
    connections_.push_back(std::make_unique<h1::Connection>(context_, server));
    free = connections_.end() - 1;
  }
  (*free)->send(call);
}

}  // namespace acrida::http
