#include "http/h2/outbox.h"

#include <algorithm>
#include <utility>

#include "http/h2/connection.h"
#include "http/h2/pool.h"

namespace acrida::http::h2 {

Outbox::Outbox(async::Loop& loop) : loop_(loop) {}
Outbox::~Outbox() = default;

void Outbox::put(Connection& connection) {
  waiting_.push_back(&connection);
  flush_soon();
}

void Outbox::withdraw(const Connection& connection) {
  const auto of_it = [&](const Connection* each) { return each == &connection; };
  std::replace_if(waiting_.begin(), waiting_.end(), of_it, nullptr);
}

void Outbox::bury(std::unique_ptr<Pool> connections) {
  graves_.push_back(std::move(connections));
  flush_soon();
}

void Outbox::flush_soon() {
  if (!std::exchange(deferred_, true)) loop_.defer(async::Callback::to<&Outbox::flush>(this));
}

// Nothing of a user's runs in here, so that no connection goes meanwhile.
void Outbox::flush() {
  deferred_ = false;
  flushing_.swap(waiting_);
  for (Connection* connection : flushing_) {
    if (connection != nullptr) connection->flush();
  }
  flushing_.clear();
  graves_.clear();
}

}  // namespace acrida::http::h2
