#include "scenario/cpp/user_state.h"

#include <stdexcept>
#include <utility>

namespace acrida::detail {

namespace {

// What is prepared, is there for one constructor, and not a moment longer.
class Preparation {
 public:
  explicit Preparation(Prepared what) { prepared() = std::move(what); }
  ~Preparation() { prepared() = {}; }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;
};

}  // namespace

Prepared& prepared() {
  thread_local Prepared prepared;
  return prepared;
}

UserDefinition UserState::define(const std::function<std::unique_ptr<User>()>& make, UserOptions& options) {
  UserDefinition definition;
  auto state = std::make_unique<UserState>(definition, options);
  UserState* const there = state.get();
  {
    const Preparation preparation({std::move(state), there, &definition.behaviour, nullptr});
    make();
  }
  return definition;
}

std::unique_ptr<User> UserState::make_user(const std::function<std::unique_ptr<User>()>& make,
                                           std::unique_ptr<UserState> state) {
  UserState* const there = state.get();
  const Preparation preparation({std::move(state), there, nullptr, nullptr});
  return make();
}

std::unique_ptr<Behaviour> UserState::make_set(std::unique_ptr<Behaviour> (*make)(), Behaviour& parent) {
  const Preparation preparation({nullptr, &of(parent), nullptr, &parent});
  return make();
}

void define_set(std::unique_ptr<Behaviour> (*make)(), UserState& state, BehaviourDefinition& being_told,
                Behaviour& parent) {
  const Preparation preparation({nullptr, &state, &being_told, &parent});
  make();
}

UserState::UserState(const UserDefinition& definition, const UserOptions& options, ExchangePool& pool,
                     const http::Url& server, std::uint32_t index, std::uint64_t seed)
    : definition_(definition),
      options_(options),
      pool_(&pool),
      server_(&server),
      index_(index),
      random_(seed) {
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
