#include "http/h2/pool.h"

#include <utility>

namespace acrida::http::h2 {

Pool::Group& Pool::add(Route route, std::string host_field) {
  return groups_.emplace_back(Group{std::move(route), std::move(host_field), {}});
}

Connection& Pool::pick(Group& group) {
  Connection* best = nullptr;
  Connection* down = nullptr;
  std::size_t up = 0;
  for (const auto& connection : group.connections) {
    if (!connection->accepts()) continue;
    if (!connection->up()) {
      down = connection.get();
      continue;
    }
    ++up;
    if (best == nullptr || connection->calls() < best->calls()) best = connection.get();
  }
  if (best != nullptr && up >= most_) return *best;
  if (down != nullptr) return *down;
  group.connections.push_back(std::make_unique<Connection>(context_, group.route, group.host_field));
  return *group.connections.back();
}

void Pool::forget(const Client& client) {
  for (const Group& group : groups_) {
    for (const auto& connection : group.connections) connection->forget(client);
  }
}

}  // namespace acrida::http::h2
