// What a request is filed under: its method, its name and its payload class, as a small number.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <acrida/export.h>

namespace acrida::stats {

struct Endpoint {
  std::string method;         // GET, POST, … or whatever else a protocol calls it
  std::string name;           // the path, or what .named() said
  std::string payload_class;  // valid, boundary, malformed, adversarial; empty when nobody said
  auto operator<=>(const Endpoint&) const = default;
};

// An index into the run's EndpointTable: 0, 1, 2 … in the order of first appearance.
enum class EndpointId : std::uint32_t {};
constexpr std::size_t index_of(EndpointId id) { return static_cast<std::size_t>(id); }

// The endpoints of one run. Safe to use from any thread; ids and references stay valid as long as the table.
class ACRIDA_API EndpointTable {
 public:
  // Names that carry an id each ("/user/17") would eat all memory: after so many endpoints the rest is filed
  // under the name "(other)" of its method (and, should methods be as many, of no method).
  static constexpr std::size_t kLimit = 10'000;
  static constexpr std::size_t kOtherMethods = 100;

  EndpointId intern(std::string_view method, std::string_view name, std::string_view payload_class = {});
  const Endpoint& operator[](EndpointId id) const;
  std::size_t size() const;
  bool overflowed() const;  // something was filed under "(other)"

 private:
  EndpointId add(Endpoint endpoint);

  mutable std::mutex mutex_;
  std::deque<Endpoint> endpoints_;
  std::map<Endpoint, EndpointId> ids_;
  bool overflowed_ = false;
};

// One thread's view of an EndpointTable, which asks the table (and its lock) only about what is new to this
// thread: a hash table that compares the strings of the endpoints themselves, so that a hit allocates
// nothing. What was filed under "(other)" is not remembered, so it grows no further than the table.
class ACRIDA_API EndpointCache {
 public:
  explicit EndpointCache(EndpointTable& table) : table_(&table) {}
  EndpointId intern(std::string_view method, std::string_view name, std::string_view payload_class = {});

 private:
  struct Slot {
    std::size_t hash = 0;
    const Endpoint* endpoint = nullptr;  // null: free
    EndpointId id{};
  };
  EndpointId learn(std::size_t hash, std::string_view method, std::string_view name,
                   std::string_view payload_class);
  Slot& free_slot_for(std::size_t hash);
  void grow();

  EndpointTable* table_;
  std::vector<Slot> slots_;  // a power of two of them, at most half of them taken
  std::size_t taken_ = 0;
};

}  // namespace acrida::stats
