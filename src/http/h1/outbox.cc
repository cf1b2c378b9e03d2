#include "http/h1/outbox.h"

#include <string_view>

#include "http/h1/connection.h"

namespace acrida::http::h1 {

std::size_t Outbox::put(Connection& connection, const Outgoing& request, Body& body) {
  if (entries_.empty()) loop_->defer(async::Callback::to<&Outbox::flush>(this));
  const std::size_t place = entries_.size();
  const std::size_t begin = bytes_.size();
  body = render(request, bytes_);
  entries_.push_back({&connection, begin, bytes_.size()});
  if (bytes_.size() <= kMostBytes) return place;
  flush();
  bytes_.shrink_to_fit();
  return kNowhere;
}

// Nothing of a user's runs in here: what becomes of a write is told in a later turn.
void Outbox::flush() {
  base::TimePoint time = loop_->clock().now();
  for (const Entry& entry : entries_) {
    if (entry.connection == nullptr) continue;
    entry.connection->flush(std::string_view(bytes_).substr(entry.begin, entry.end - entry.begin), time);
  }
  entries_.clear();
  bytes_.clear();
}

}  // namespace acrida::http::h1
