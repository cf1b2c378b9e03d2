#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <acrida/user.h>

#include "async/sleep.h"
#include "scenario/cpp/user_state.h"

namespace acrida {
namespace {

// "Patient::valid" from the symbol table of the library that the code is in; empty if it has no name there.
std::string name_of_code(const void* code) {
  Dl_info info{};
  if (::dladdr(code, &info) == 0 || info.dli_sname == nullptr || info.dli_saddr != code) return {};
  int failed = 0;
  const std::unique_ptr<char, void (*)(void*)> readable(
      abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &failed), std::free);
  std::string name = readable ? readable.get() : info.dli_sname;
  return name.substr(0, name.find('('));
}

}  // namespace

User::User() : state_(detail::UserState::take_prepared()) {}
User::~User() = default;
HttpUser::HttpUser() : client_(state()) {}

Task<> User::on_start() { co_return; }
Task<> User::on_stop() { co_return; }

void User::add_task(int weight, const void* code, std::function<Task<>(User&)> run) {
  auto* definition = state_->being_told();
  if (definition == nullptr) return;
  if (weight < 0) throw std::invalid_argument("the weight of a task may not be negative");
  if (weight == 0) return;
  std::string name = name_of_code(code);
  if (name.empty()) name = fmt::format("task {}", definition->tasks.size() + 1);
  definition->tasks.push_back({weight, std::move(name), std::move(run)});
  definition->total_weight += weight;
}

void User::wait_time(WaitTime wait) {
  if (auto* definition = state_->being_told()) definition->wait_time = std::move(wait);
}

void User::weight(double share) {
  if (share < 0) throw std::invalid_argument("the weight of a user class may not be negative");
  if (auto* definition = state_->being_told()) definition->weight = share;
}

void User::fixed_count(unsigned users) {
  if (auto* definition = state_->being_told()) definition->fixed_count = users;
}

void User::host(std::string_view base_url) {
  if (auto* definition = state_->being_told()) definition->host = base_url;
}

Random& User::random() { return state_->random(); }
unsigned User::index() const { return state_->index(); }

Task<> User::sleep(std::chrono::nanoseconds time) {
  async::Loop& loop = state_->engine().loop;
  co_await async::SleepUntil(loop, loop.clock().now() + time);
}

void User::stop_user() { throw detail::StopUser{}; }

}  // namespace acrida
