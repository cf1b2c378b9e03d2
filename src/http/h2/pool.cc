#include "http/h2/pool.h"

namespace acrida::http::h2 {

Connection& Pool::pick(const Route& route, const std::string& host_field) {
  Connection* best = nullptr;
  std::size_t there = 0;
  for (const auto& connection : connections_) {
    if (!connection->accepts() || connection->route() != route) continue;
    ++there;
    if (best == nullptr || connection->calls() < best->calls()) best = connection.get();
  }
  // An idle one is as good as a new one only when there is no room for more: all of them are to be used.
  if (there >= most_) return *best;
  connections_.push_back(std::make_unique<Connection>(context_, route, host_field));
  return *connections_.back();
}

void Pool::forget(const Client& client) {
  for (const auto& connection : connections_) connection->forget(client);
}

}  // namespace acrida::http::h2
