// From the names of hosts to their addresses: DNS in earnest, a made-up one in tests.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/address.h"

namespace acrida::net {

// Of one host: at least one, in the order to try, without ports. Those who are trying them keep the list,
// while a better order may have been found meanwhile.
using Addresses = std::shared_ptr<const std::vector<Address>>;

// Belongs to one loop's thread, and never makes it wait.
class Resolver {
 public:
  // One that waits for its answer; destroying it takes it back.
  class Question {
   public:
    virtual ~Question() = default;
  };
  using Answer = base::Result<Addresses>;
  using Done = std::function<void(const Answer&)>;

  // Questions that are still out are never answered; none of their callbacks may be running.
  virtual ~Resolver() = default;

  // What needs no question: IP addresses, and hosts that have been found before. Null: ask.
  virtual Addresses known(const std::string& host) = 0;
  // `done` is called once, later, never from inside ask(); it may destroy the question. The error is one
  // sentence that names the host, the same for the same trouble.
  virtual std::unique_ptr<Question> ask(const std::string& host, Done done) = 0;
  // This one of the host's addresses has answered: from now on it is the first to be tried.
  virtual void prefer(const std::string& host, const Address& address) = 0;
};

}  // namespace acrida::net
