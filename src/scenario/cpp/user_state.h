// What stands behind acrida::User: its place in the run, and what its class has said in its constructor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/user.h>

#include "http/client.h"
#include "http/url.h"
#include "load/engine.h"
#include "scenario/cpp/exchange.h"

namespace acrida::detail {

struct TaskEntry {
  int weight = 1;
  std::string name;  // "Patient::valid", for reports
  std::function<Task<>(User&)> run;
};

// What the users of one class have in common: what the constructor of its first instance says.
struct UserDefinition {
  std::vector<TaskEntry> tasks;
  std::int64_t total_weight = 0;
  WaitTime wait_time;
  double weight = 1;
  unsigned fixed_count = 0;
  std::string host;

  // REQUIRES: at least one task of positive weight.
  const TaskEntry& pick(Random& random) const;
};

// What stop_user() throws.
struct StopUser {};

class UserState {
 public:
  // A first look at a class: makes one user, whose constructor says what it has to say, and drops it. Throws
  // what the constructor throws.
  static UserDefinition define(std::unique_ptr<User> (*make)());
  // Makes a user by `make`, whose constructor finds this state. Threads that make users of one class share
  // its definition, so that nothing said here is listened to.
  static std::unique_ptr<User> make_user(std::unique_ptr<User> (*make)(), const UserDefinition& definition,
                                         ExchangePool& pool, const http::Url& server, std::uint32_t index,
                                         std::uint64_t seed);
  // For User's constructor.
  static std::unique_ptr<UserState> take_prepared();
  static UserState& of(User& user) { return *user.state_; }

  explicit UserState(UserDefinition& being_told) : definition_(being_told), being_told_(&being_told) {}
  UserState(const UserDefinition& definition, ExchangePool& pool, const http::Url& server,
            std::uint32_t index, std::uint64_t seed);

  const UserDefinition& definition() const { return definition_; }
  // Where the constructor's words go; null but in a first look.
  UserDefinition* being_told() { return being_told_; }
  Random& random() { return random_; }
  std::uint32_t index() const { return index_; }
  ExchangePool& pool();  // throws std::logic_error on a user without a thread, as in a constructor
  load::Engine& engine() { return pool().engine(); }
  http::Client& http() { return *http_; }  // REQUIRES: a thread
  const http::Url& server() const { return *server_; }
  std::string_view base_path() const;  // of the host, without the slash at its end

 private:
  const UserDefinition& definition_;
  UserDefinition* being_told_ = nullptr;
  ExchangePool* pool_ = nullptr;  // null in a first look: such a user has no thread and cannot run
  const http::Url* server_ = nullptr;
  std::uint32_t index_ = 0;
  Random random_;
  std::optional<http::Client> http_;
};

}  // namespace acrida::detail
