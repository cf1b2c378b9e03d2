#include "stats/endpoint.h"

#include <functional>
#include <utility>

namespace acrida::stats {
namespace {

constexpr std::size_t kFirstSlots = 64;

// Two endpoints of one name seldom differ in more than the method, so the name alone is worth the time; those
// that do collide stand in neighbouring slots.
std::size_t hash_of(std::string_view method, std::string_view name) {
  return std::hash<std::string_view>{}(name) + method.size();
}

bool same(const Endpoint& endpoint, std::string_view method, std::string_view name,
          std::string_view payload_class) {
  return endpoint.name == name && endpoint.method == method && endpoint.payload_class == payload_class;
}

}  // namespace

EndpointId EndpointTable::intern(std::string_view method, std::string_view name,
                                 std::string_view payload_class) {
  Endpoint endpoint{std::string(method), std::string(name), std::string(payload_class)};
  const std::lock_guard lock(mutex_);
  if (const auto known = ids_.find(endpoint); known != ids_.end()) return known->second;
  if (endpoints_.size() < kLimit) return add(std::move(endpoint));

  overflowed_ = true;
  Endpoint other{std::move(endpoint.method), "(other)", {}};
  if (const auto known = ids_.find(other); known != ids_.end()) return known->second;
  if (endpoints_.size() < kLimit + kOtherMethods) return add(std::move(other));

  other.method.clear();
  const auto known = ids_.find(other);
  return known != ids_.end() ? known->second : add(std::move(other));
}

EndpointId EndpointTable::add(Endpoint endpoint) {
  const auto id = static_cast<EndpointId>(endpoints_.size());
  ids_.emplace(endpoint, id);
  endpoints_.push_back(std::move(endpoint));
  return id;
}

const Endpoint& EndpointTable::operator[](EndpointId id) const {
  const std::lock_guard lock(mutex_);
  return endpoints_[index_of(id)];
}

std::size_t EndpointTable::size() const {
  const std::lock_guard lock(mutex_);
  return endpoints_.size();
}

bool EndpointTable::overflowed() const {
  const std::lock_guard lock(mutex_);
  return overflowed_;
}

EndpointId EndpointCache::intern(std::string_view method, std::string_view name,
                                 std::string_view payload_class) {
  const std::size_t hash = hash_of(method, name);
  if (!slots_.empty()) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash & mask; slots_[i].endpoint; i = (i + 1) & mask) {
      if (slots_[i].hash == hash && same(*slots_[i].endpoint, method, name, payload_class)) {
        return slots_[i].id;
      }
    }
  }
  return learn(hash, method, name, payload_class);
}

EndpointId EndpointCache::learn(std::size_t hash, std::string_view method, std::string_view name,
                                std::string_view payload_class) {
  const EndpointId id = table_->intern(method, name, payload_class);
  const Endpoint& endpoint = (*table_)[id];
  if (!same(endpoint, method, name, payload_class)) return id;
  if ((taken_ + 1) * 2 > slots_.size()) grow();
  free_slot_for(hash) = Slot{hash, &endpoint, id};
  ++taken_;
  return id;
}

EndpointCache::Slot& EndpointCache::free_slot_for(std::size_t hash) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].endpoint) i = (i + 1) & mask;
  return slots_[i];
}

void EndpointCache::grow() {
  const auto old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
  for (const Slot& slot : old) {
    if (slot.endpoint) free_slot_for(slot.hash) = slot;
  }
}

}  // namespace acrida::stats
