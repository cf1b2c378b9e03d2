#include "scenario/cpp/user_state.h"

#include <stdexcept>
#include <utility>

namespace acrida::detail {
namespace {

// The state of the user that is being constructed on this thread: a base class's constructor has no other way
// to be given something that its derived classes do not pass on.
thread_local std::unique_ptr<UserState> prepared;

}  // namespace

const TaskEntry& UserDefinition::pick(Random& random) const {
  std::int64_t place = tasks.size() > 1 ? random.integer(0, total_weight - 1) : 0;
  for (const auto& task : tasks) {
    place -= task.weight;
    if (place < 0) return task;
  }
  return tasks.back();
}

UserDefinition UserState::define(std::unique_ptr<User> (*make)()) {
  UserDefinition definition;
  prepared = std::make_unique<UserState>(definition);
  make();
  return definition;
}

std::unique_ptr<User> UserState::make_user(std::unique_ptr<User> (*make)(), const UserDefinition& definition,
                                           ExchangePool& pool, const http::Url& server, std::uint32_t index,
                                           std::uint64_t seed) {
  prepared = std::make_unique<UserState>(definition, pool, server, index, seed);
  return make();
}

std::unique_ptr<UserState> UserState::take_prepared() {
  if (!prepared) throw std::logic_error("users are made by acrida: list the class in ACRIDA_USERS");
  return std::move(prepared);
}

UserState::UserState(const UserDefinition& definition, ExchangePool& pool, const http::Url& server,
                     std::uint32_t index, std::uint64_t seed)
    : definition_(definition), pool_(&pool), server_(&server), index_(index), random_(seed) {
  http_.emplace(pool.engine().http);
}

ExchangePool& UserState::pool() {
  if (pool_ == nullptr)
    throw std::logic_error("requests and sleep() are for tasks, not for a user's constructor");
  return *pool_;
}

std::string_view UserState::base_path() const {
  std::string_view path = server_->target;
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

}  // namespace acrida::detail
