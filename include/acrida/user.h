// Simulated users: a class derived from HttpUser says in its constructor what it does and how long it waits.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include <acrida/behaviour.h>
#include <acrida/export.h>
#include <acrida/http.h>
#include <acrida/task.h>

namespace acrida {

// How the arrivals of open load follow each other.
enum class Arrivals {
  poisson,  // independently of each other, as those of many people do
  constant  // evenly
};

// One simulated client. Each lives on one engine thread; its tasks never run at the same time. A user whose
// on_start throws is counted as an exception, and ends.
class ACRIDA_API User : public Behaviour {
 public:
  ~User() override;

 protected:
  User();

  // For the constructor, as task() and wait_time().
  void weight(double share);             // among the classes of a run; 1 unless set, 0: none are made
  void fixed_count(unsigned users);      // exactly so many, made before those with weights
  void host(std::string_view base_url);  // when the run names none

  // What this class wants of the load, unless the command line says --rate or --stages for all classes; at
  // most one of rate and users, and without fixed_count. Texts of shapes are those of --stages. All of them
  // throw std::invalid_argument for what is none.

  // Open load: tasks begin at this rate whether or not earlier ones have ended, by as many users as that
  // takes.
  void rate(double per_second);       // > 0
  void rate(std::string_view shape);  // "0s:0/s, 1m:100/s", "replay(arrivals.txt)"
  void arrivals(Arrivals kind);       // of the rate; poisson unless set
  // Closed load whose number of users follows a shape.
  void users(std::string_view shape);  // "0s:0, 30s:100, 2m:100"

 private:
  friend class detail::UserState;
  std::unique_ptr<detail::UserState> own_state_;
};

// A user with an HTTP client. A derived class may have functions that run once a run, before its first user
// starts and after the last one has ended: static Task<> on_run_start(Client&) and on_run_stop(Client&). What
// they send is in no statistics; one that throws is shown, and the run ends with exit code 2 if all else was
// well.
class ACRIDA_API HttpUser : public User {
 protected:
  HttpUser();
  Client& client() { return client_; }

 private:
  Client client_;
};

namespace detail {

// What a compiled users file gives to the engine. The number goes up whenever its layout changes.
inline constexpr unsigned kUsersAbi = 6;

struct UserClass {
  std::string_view name;
  std::function<std::unique_ptr<User>()> make;  // on any thread
  std::function<Task<>(Client&)> on_run_start;  // null: there is none
  std::function<Task<>(Client&)> on_run_stop;
};

class UserRegistry {
 public:
  virtual void add(const UserClass& added) = 0;

 protected:
  ~UserRegistry() = default;
};

template <class T>
UserClass user_class(std::string_view name) {
  static_assert(std::is_base_of_v<User, T>, "ACRIDA_USERS takes classes derived from HttpUser");
  UserClass made{name, [] { return std::unique_ptr<User>(std::make_unique<T>()); }, nullptr, nullptr};
  if constexpr (requires(Client & client) { T::on_run_start(client); }) made.on_run_start = &T::on_run_start;
  if constexpr (requires(Client & client) { T::on_run_stop(client); }) made.on_run_stop = &T::on_run_stop;
  return made;
}

// "A, B" names the classes in the order of the template's arguments.
template <class... Users>
void register_users(UserRegistry& registry, std::string_view names) {
  const auto add = [&]<class Each>(std::type_identity<Each>) {
    const auto comma = names.find(',');
    std::string_view name = names.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    registry.add(user_class<Each>(name));
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
