#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <acrida/task_set.h>

#include "async/sleep.h"
#include "scenario/cpp/user_state.h"

namespace acrida {
namespace {

constexpr int kDeepest = 32;  // sets within sets

std::string readable(const char* symbol) {
  int failed = 0;
  const std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(symbol, nullptr, nullptr, &failed),
                                                    std::free);
  return name ? name.get() : symbol;
}

// "Patient::valid" from the symbol table of the library that the code is in; empty if it has no name there.
std::string name_of_code(const void* code) {
  Dl_info info{};
  if (::dladdr(code, &info) == 0 || info.dli_sname == nullptr || info.dli_saddr != code) return {};
  const std::string name = readable(info.dli_sname);
  return name.substr(0, name.find('('));
}

}  // namespace

AddedTask& AddedTask::tag(std::string_view name) {
  if (definition_ == nullptr) return *this;
  if (name.empty()) throw std::invalid_argument("tag(\"\"): a tag needs a name");
  definition_->tasks[index_].tags.emplace(name);
  return *this;
}

Behaviour::Behaviour() {
  detail::Prepared& prepared = detail::prepared();
  if (prepared.state == nullptr) {
    throw std::logic_error(
        "users and sets of tasks are made by acrida: list users in ACRIDA_USERS, add sets with "
        "task_set<…>()");
  }
  state_ = std::exchange(prepared.state, nullptr);
  being_told_ = prepared.being_told;
  parent_ = prepared.parent;
}
Behaviour::~Behaviour() = default;

Task<> Behaviour::on_start() { co_return; }
Task<> Behaviour::on_stop() { co_return; }

AddedTask Behaviour::add_task(int weight, const void* code, std::function<Task<>(Behaviour&)> run) {
  if (being_told_ == nullptr) return {nullptr, 0};
  return task(weight, name_of_code(code), std::move(run));
}

AddedTask Behaviour::task(int weight, std::string_view name, std::function<Task<>(Behaviour&)> run) {
  if (being_told_ == nullptr) return {nullptr, 0};
  if (weight < 0) throw std::invalid_argument("the weight of a task may not be negative");
  if (weight == 0) return {nullptr, 0};
  std::string known_as(name);
  if (name.empty()) known_as = fmt::format("task {}", being_told_->tasks.size() + 1);
  being_told_->add({.weight = weight, .name = std::move(known_as), .tags = {}, .run = std::move(run)});
  return {being_told_, being_told_->tasks.size() - 1};
}

AddedTask Behaviour::add_task_set(int weight, const std::type_info& type,
                                  std::unique_ptr<Behaviour> (*make)()) {
  if (being_told_ == nullptr) return {nullptr, 0};
  if (weight < 0) throw std::invalid_argument("the weight of a set of tasks may not be negative");
  if (weight == 0) return {nullptr, 0};
  std::string name = readable(type.name());
  int depth = 0;
  for (const Behaviour* each = parent_; each != nullptr; each = each->parent_) {
    if (++depth == kDeepest)
      throw std::invalid_argument(
          fmt::format("{}: sets of tasks are nested more than {} deep", name, kDeepest));
  }
  auto set = std::make_shared<detail::BehaviourDefinition>();
  detail::define_set(make, *state_, *set, *this);
  if (set->tasks.empty()) {
    throw std::invalid_argument(
        fmt::format("the set {0} has no task; call task(&{0}::…) in its constructor", name));
  }
  being_told_->add(
      {.weight = weight, .name = std::move(name), .tags = {}, .make_set = make, .set = std::move(set)});
  return {being_told_, being_told_->tasks.size() - 1};
}

void Behaviour::wait_time(WaitTime wait) {
  if (being_told_ != nullptr) being_told_->wait_time = std::move(wait);
}

std::string Behaviour::option(std::string_view name, std::string_view default_value, std::string_view help) {
  if (auto* options = state_->declaring()) options->declare(name, default_value, help);
  return state_->options().value(name);
}

std::string Behaviour::option(std::string_view name) const { return state_->options().value(name); }

Random& Behaviour::random() { return state_->random(); }
unsigned Behaviour::index() const { return state_->index(); }

Task<> Behaviour::sleep(std::chrono::nanoseconds time) {
  async::Loop& loop = state_->engine().loop;
  co_await async::SleepUntil(loop, base::after(loop.clock().now(), time));
}

void Behaviour::stop_user() {
  state_->leave_on_purpose(true);
  throw detail::StopUser{};
}

TaskSet::TaskSet() : client_(state()) {}

User& TaskSet::whole_user() {
  Behaviour* whole = this;
  while (whole->parent_ != nullptr) whole = whole->parent_;
  return static_cast<User&>(*whole);
}

void TaskSet::interrupt(bool wait) {
  state().leave_on_purpose(true);
  throw detail::InterruptTaskSet{wait};
}

SequentialTaskSet::SequentialTaskSet() {
  if (being_told_ != nullptr) being_told_->sequential = true;
}

}  // namespace acrida
