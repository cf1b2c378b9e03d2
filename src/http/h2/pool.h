// Connections of HTTP/2, a few to each server.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "http/client_context.h"
#include "http/h2/connection.h"
#include "http/route.h"

namespace acrida::http::h2 {

class Pool {
 public:
  // `most`: connections to each server that new calls are spread over, at least 1.
  Pool(ClientContext& context, std::size_t most) : context_(context), most_(most) {}

  // The one with the fewest calls out.
  Connection& pick(const Route& route, const std::string& host_field);
  // Gives up the calls of this client.
  void forget(const Client& client);

 private:
  ClientContext& context_;
  std::size_t most_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace acrida::http::h2
