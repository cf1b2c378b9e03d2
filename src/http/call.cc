#include "http/call.h"

#include <utility>

#include "http/client.h"

namespace acrida::http {

void Call::start(base::TimePoint at) {
  if (!std::exchange(begun_, true)) started = at;
  sent = first_byte = finished = at;
}

void Call::end(base::TimePoint at) {
  finished = at;
  client_->on_end(*this);
}

base::Duration Call::time_to_first_byte() const {
  const auto earlier = redirected ? redirected->waiting : base::Duration::zero();
  if (bytes_received == 0) return earlier;
  const auto event = content ? content->first_event() : std::nullopt;
  return earlier + std::max(base::Duration::zero(), event.value_or(first_byte) - sent);
}

base::Duration Call::time_of_body() const {
  const auto earlier = redirected ? redirected->receiving : base::Duration::zero();
  if (bytes_received == 0) return earlier;
  const auto event = content ? content->first_event() : std::nullopt;
  return earlier + std::max(base::Duration::zero(), finished - event.value_or(first_byte));
}

}  // namespace acrida::http
