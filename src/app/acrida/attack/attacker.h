// The user of an attack.
#pragma once

#include <acrida/user.h>

#include "app/acrida/attack/attacked_request.h"

namespace acrida::app {

// Sends the same request over and over, without waits. `request` outlives the users.
class Attacker final : public HttpUser {
 public:
  explicit Attacker(const AttackedRequest& request) : request_(request) { task(&Attacker::send); }

  Task<> send() {
    Request sent = client().request(request_.method, request_.target);
    sent.named(request_.name);
    for (const auto& [name, value] : request_.headers) sent.header(name, value);
    if (!request_.content_type.empty()) sent.body(request_.body, request_.content_type);
    if (request_.timeout) sent.timeout(*request_.timeout);
    co_await sent;
  }

 private:
  const AttackedRequest& request_;
};

}  // namespace acrida::app
