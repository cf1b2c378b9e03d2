#include "scenario/cpp/cpp_scenario.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "http/url.h"
#include "scenario/cpp/cpp_user.h"
#include "scenario/cpp/user_state.h"

namespace acrida::scenario::cpp {

struct CppScenario::Class {
  std::string name;
  std::unique_ptr<User> (*make)();
  detail::UserDefinition definition;
  http::Url server;
};

class CppScenario::Factory final : public load::UserFactory {
 public:
  Factory(CppScenario& scenario, load::Engine& engine) : scenario_(scenario), pool_(engine) {}

  std::unique_ptr<load::User> make_user(std::size_t class_index, std::uint32_t index,
                                        load::UserListener& listener) override {
    Class& made_of = *scenario_.classes_[class_index];
    auto user = detail::UserState::make_user(made_of.make, made_of.definition, pool_, made_of.server, index,
                                             seed_of(pool_.engine().plan.seed, index));
    return std::make_unique<CppUser>(std::move(user), listener, seen_);
  }

 private:
  // Neighbouring indices must not give neighbouring seeds.
  static std::uint64_t seed_of(std::uint64_t run_seed, std::uint32_t index) {
    return Random(run_seed ^ (std::uint64_t{index} + 1) * 0x9e3779b97f4a7c15u)();
  }

  CppScenario& scenario_;
  detail::ExchangePool pool_;
  SeenExceptions seen_;
};

CppScenario::CppScenario() = default;
CppScenario::~CppScenario() = default;

base::Result<void> CppScenario::add(std::string_view name, std::unique_ptr<User> (*make)()) {
  const auto same = [&](const auto& each) { return each->name == name; };
  if (std::any_of(classes_.begin(), classes_.end(), same)) {
    return base::Error{fmt::format("there are two user classes named {}; rename one of them", name)};
  }
  auto added = std::make_unique<Class>();
  added->name = name;
  added->make = make;
  try {
    added->definition = detail::UserState::define(make);
  } catch (const std::exception& e) {
    return base::Error{fmt::format("the constructor of the user class {} failed: {}", name, e.what())};
  }
  if (added->definition.tasks.empty()) {
    return base::Error{
        fmt::format("the user class {0} has no task; call task(&{0}::…) in its constructor", name)};
  }
  classes_.push_back(std::move(added));
  return {};
}

base::Result<void> CppScenario::keep_only(const std::vector<std::string>& names) {
  std::vector<std::unique_ptr<Class>> kept;
  for (const auto& name : names) {
    const auto found = std::find_if(classes_.begin(), classes_.end(),
                                    [&](const auto& each) { return each && each->name == name; });
    if (found == classes_.end()) {
      std::string known;
      for (const auto& each : classes_)
        known += (known.empty() ? "" : ", ") + (each ? each->name : std::string());
      return base::Error{fmt::format("there is no user class {}; there are: {}", name, known)};
    }
    kept.push_back(std::move(*found));
  }
  classes_ = std::move(kept);
  return {};
}

base::Result<void> CppScenario::set_host(const std::string& run_host) {
  for (const auto& each : classes_) {
    const std::string& host = run_host.empty() ? each->definition.host : run_host;
    if (host.empty()) {
      return base::Error{fmt::format(
          "no host to test: give one with -H http://… (the user class {} names none)", each->name)};
    }
    auto url = http::parse_url(host);
    if (!url) return url.error();
    each->server = std::move(*url);
  }
  return {};
}

std::vector<load::UserClass> CppScenario::classes() const {
  std::vector<load::UserClass> classes;
  for (const auto& each : classes_) {
    const auto& said = each->definition;
    classes.push_back({each->name, said.weight, said.fixed_count, said.host});
  }
  return classes;
}

std::unique_ptr<load::UserFactory> CppScenario::open(load::Engine& engine) {
  return std::make_unique<Factory>(*this, engine);
}

}  // namespace acrida::scenario::cpp
