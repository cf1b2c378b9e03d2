// Connections of HTTP/2, a few to each server.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "http/client_context.h"
#include "http/h2/connection.h"
#include "http/route.h"

namespace acrida::http::h2 {

class Pool {
 public:
  // The connections of one route, which new calls are spread over.
  struct Group {
    Route route;
    std::string host_field;
    std::vector<std::unique_ptr<Connection>> connections;
  };

  // `most`: connections in a group that take new calls, at least 1.
  Pool(ClientContext& context, std::size_t most) : context_(context), most_(most) {}

  // The group whose route fits(route) says yes to; null: there is none.
  template <class Fits>
  Group* find(Fits&& fits) {
    for (Group& group : groups_) {
      if (fits(group.route)) return &group;
    }
    return nullptr;
  }
  Group& add(Route route, std::string host_field);
  // The one with the fewest calls out, or a new one, if there may be one more.
  Connection& pick(Group& group);

  // Gives up the calls of this client.
  void forget(const Client& client);

 private:
  ClientContext& context_;
  std::size_t most_;
  std::deque<Group> groups_;
};

}  // namespace acrida::http::h2
