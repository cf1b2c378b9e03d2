#include "http/h2/pool.h"

#include <utility>

namespace acrida::http::h2 {

Pool::Group& Pool::add(Route route, std::string host_field) {
  return groups_.emplace_back(Group{std::move(route), std::move(host_field), {}});
}

Connection& Pool::pick(Group& group) {
  Connection* best = nullptr;
  std::size_t there = 0;
  for (const auto& connection : group.connections) {
    if (!connection->accepts()) continue;
    ++there;
    if (best == nullptr || connection->calls() < best->calls()) best = connection.get();
  }
  if (there >= most_) return *best;
  group.connections.push_back(std::make_unique<Connection>(context_, group.route, group.host_field));
  return *group.connections.back();
}

void Pool::forget(const Client& client) {
  for (const Group& group : groups_) {
    for (const auto& connection : group.connections) connection->forget(client);
  }
}

}  // namespace acrida::http::h2
