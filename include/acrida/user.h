// Simulated users: a class derived from HttpUser says in its constructor what it does and how long it waits.
#pragma once

#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>

#include <acrida/export.h>
#include <acrida/http.h>
#include <acrida/random.h>
#include <acrida/task.h>
#include <acrida/wait_time.h>

namespace acrida {

namespace detail {

// Where a member function's code is, for its name in reports; for a virtual one an odd number, which has no
// name.
template <class Method>
const void* code_address(Method method) {
  const void* address = nullptr;
  std::memcpy(&address, &method, sizeof address);
  return address;
}

}  // namespace detail

// One simulated client. Each lives on one engine thread; its tasks never run at the same time.
class ACRIDA_API User {
 public:
  virtual ~User();
  User(const User&) = delete;
  User& operator=(const User&) = delete;

  // Before its first task and after its last. A user whose on_start throws is counted as an exception and
  // ends; on_stop has 5 seconds.
  virtual Task<> on_start();
  virtual Task<> on_stop();

 protected:
  User();

  // For the constructor: what users of this class have in common. Only the first instance's words count.
  template <class T>
  void task(int weight, Task<> (T::*method)()) {
    static_assert(std::is_base_of_v<User, T>, "a task is a member function of the user");
    // Weighted at random: a task of weight 4 is picked four times as often as one of weight 1.
    add_task(weight, detail::code_address(method),
             [method](User& user) { return (static_cast<T&>(user).*method)(); });
  }
  template <class T>
  void task(Task<> (T::*method)()) {
    task(1, method);
  }
  void wait_time(WaitTime wait);         // between two tasks; constant(0s) unless set
  void weight(double share);             // among the classes of a run; 1 unless set, 0: none are made
  void fixed_count(unsigned users);      // exactly so many, made before those with weights
  void host(std::string_view base_url);  // when the run names none

  // For tasks.
  Random& random();        // this user's own, from the run's seed and its index
  unsigned index() const;  // 0, 1, 2 … in the order of spawning, over all classes
  Task<> sleep(std::chrono::nanoseconds time);
  [[noreturn]] void stop_user();  // ends this user, from inside a task or on_start: on_stop follows

  detail::UserState& state() { return *state_; }

 private:
  friend class detail::UserState;
  void add_task(int weight, const void* code, std::function<Task<>(User&)> run);

  std::unique_ptr<detail::UserState> state_;
};

class ACRIDA_API HttpUser : public User {
 protected:
  HttpUser();
  Client& client() { return client_; }

 private:
  Client client_;
};

namespace detail {

// What a compiled users file gives to the engine. The number goes up whenever its layout changes.
inline constexpr unsigned kUsersAbi = 1;

class UserRegistry {
 public:
  virtual void add(std::string_view name, std::unique_ptr<User> (*make)()) = 0;

 protected:
  ~UserRegistry() = default;
};

// "A, B" names the classes in the order of the template's arguments.
template <class... Users>
void register_users(UserRegistry& registry, std::string_view names) {
  const auto add = [&]<class Each>(std::type_identity<Each>) {
    static_assert(std::is_base_of_v<User, Each>, "ACRIDA_USERS takes classes derived from HttpUser");
    const auto comma = names.find(',');
    std::string_view name = names.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    registry.add(name, [] { return std::unique_ptr<User>(std::make_unique<Each>()); });
    names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
  };
  (add(std::type_identity<Users>{}), ...);
}

}  // namespace detail
}  // namespace acrida

// Once, at the end of a users file: the classes to run.
#define ACRIDA_USERS(...)                                                                      \
  extern "C" ACRIDA_API unsigned acrida_users_abi() { return ::acrida::detail::kUsersAbi; }    \
  extern "C" ACRIDA_API void acrida_register_users(::acrida::detail::UserRegistry& registry) { \
    ::acrida::detail::register_users<__VA_ARGS__>(registry, #__VA_ARGS__);                     \
  }
