// What stands behind acrida::User and acrida::TaskSet: the user's place in the run, and what its class has
// said.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <acrida/user.h>

#include "http/client.h"
#include "http/url.h"
#include "load/engine.h"
#include "scenario/cpp/definition.h"
#include "scenario/cpp/exchange.h"

namespace acrida::detail {

// What stop_user() throws, and what interrupt() does.
struct StopUser {};
struct InterruptTaskSet {
  bool wait;
};

class UserState {
 public:
  // A first look at a class: makes one user, whose constructor says what it has to say, and drops it. Throws
  // what the constructor throws.
  static UserDefinition define(const std::function<std::unique_ptr<User>()>& make, UserOptions& options);
  // Makes a user by `make`, whose constructor finds this state. Threads that make users of one class share
  // its definition, so that nothing said here is listened to.
  static std::unique_ptr<User> make_user(const std::function<std::unique_ptr<User>()>& make,
                                         std::unique_ptr<UserState> state);
  // A visit to a set of tasks, by this user.
  static std::unique_ptr<Behaviour> make_set(std::unique_ptr<Behaviour> (*make)(), Behaviour& parent);
  static UserState& of(Behaviour& behaviour) { return behaviour.state(); }

  // In a first look: such a user has no thread and cannot run.
  UserState(UserDefinition& being_told, UserOptions& options)
      : definition_(being_told), options_(options), being_told_(&being_told), declaring_(&options) {}
  UserState(const UserDefinition& definition, const UserOptions& options, ExchangePool& pool,
            const http::Url& server, std::uint32_t index, std::uint64_t seed);

  const UserDefinition& definition() const { return definition_; }
  const UserOptions& options() const { return options_; }
  // Where the constructor's words go; null but in a first look.
  UserDefinition* being_told() { return being_told_; }
  UserOptions* declaring() { return declaring_; }

  // stop_user() and interrupt() leave a task by throwing, which is no failure of whatever it was about.
  bool leaves_on_purpose() const { return leaves_on_purpose_; }
  void leave_on_purpose(bool leaves) { leaves_on_purpose_ = leaves; }

  // The user is being stopped: what it waits for is cut off, not done with.
  bool is_stopping() const { return is_stopping_; }
  void set_stopping(bool stopping) { is_stopping_ = stopping; }

  // When the next request was meant to start; later ones are meant to start when they do.
  void intend(base::TimePoint when) { intended_ = when; }
  void intend_nothing() { intended_ = kWhenever; }
  base::TimePoint take_intended() { return std::exchange(intended_, kWhenever); }
  static constexpr base::TimePoint kWhenever = base::TimePoint::min();
  // Open load: it gets its iterations from arrivals.
  void set_on_call(bool on_call) { on_call_ = on_call; }
  bool is_on_call() const { return on_call_; }

  Random& random() { return random_; }
  std::uint32_t index() const { return index_; }
  ExchangePool& pool();  // throws std::logic_error on a user without a thread, as in a constructor
  load::Engine& engine() { return pool().engine(); }
  http::Client& http() { return *http_; }  // REQUIRES: a thread
  const http::Url& server() const { return *server_; }
  std::string_view base_path() const;  // of the host, without the slash at its end

 private:
  const UserDefinition& definition_;
  const UserOptions& options_;
  UserDefinition* being_told_ = nullptr;
  UserOptions* declaring_ = nullptr;
  ExchangePool* pool_ = nullptr;
  const http::Url* server_ = nullptr;
  std::uint32_t index_ = 0;
  bool leaves_on_purpose_ = false;
  bool is_stopping_ = false;
  bool on_call_ = false;
  base::TimePoint intended_ = kWhenever;
  Random random_;
  std::optional<http::Client> http_;
};

// What the constructor of a Behaviour finds on its thread: a base class's constructor has no other way to be
// given something that its derived classes do not pass on. Taken by the first that asks.
struct Prepared {
  std::unique_ptr<UserState> own;  // for a user
  UserState* state = nullptr;
  BehaviourDefinition* being_told = nullptr;
  Behaviour* parent = nullptr;
};
Prepared& prepared();
// Makes a behaviour whose words go to `being_told`: a set of tasks that a constructor has named.
void define_set(std::unique_ptr<Behaviour> (*make)(), UserState& state, BehaviourDefinition& being_told,
                Behaviour& parent);

}  // namespace acrida::detail
