#include "scenario/cpp/cpp_scenario.h"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "http/url.h"
#include "scenario/cpp/cpp_user.h"
#include "scenario/cpp/user_state.h"

namespace acrida::scenario::cpp {

struct CppScenario::Class {
  std::string name;
  detail::UserClass said;  // but for its name
  detail::UserDefinition definition = {};
  http::Url server = {};
};

// Stands for a user whose constructor has thrown: it ends as soon as it starts.
class Stillborn final : public load::User {
 public:
  Stillborn(std::uint32_t index, load::UserListener& listener) : index_(index), listener_(listener) {}
  void start() override { listener_.on_user_ended(index_); }
  void stand_by() override { start(); }
  void iterate(base::TimePoint) override {}  // never idle, never asked
  void stop_gently() override {}
  void stop() override {}
  void abort() override {}

 private:
  std::uint32_t index_;
  load::UserListener& listener_;
};

class CppScenario::Factory final : public load::UserFactory {
 public:
  Factory(CppScenario& scenario, load::Engine& engine)
      : scenario_(scenario), pool_(engine), troubles_(engine, scenario.shown_, scenario.hidden_) {
    pool_.watch = scenario.watch_;
    pool_.hidden = &scenario.hidden_;
  }

  std::unique_ptr<load::User> make_user(std::size_t class_index, std::uint32_t index,
                                        load::UserListener& listener) override {
    Class& made_of = *scenario_.classes_[class_index];
    auto state =
        std::make_unique<detail::UserState>(made_of.definition, scenario_.options_, pool_, made_of.server,
                                            index, seed_of(pool_.engine().plan.seed, index));
    const auto course = scenario_.tried_.empty() ? CppUser::Course::endless : CppUser::Course::each_task_once;
    try {
      return std::make_unique<CppUser>(detail::UserState::make_user(made_of.said.make, std::move(state)),
                                       listener, troubles_, course);
    } catch (...) {
      troubles_.report(std::current_exception(), made_of.name);
      return std::make_unique<Stillborn>(index, listener);
    }
  }

 private:
  // Neighbouring indices must not give neighbouring seeds.
  static std::uint64_t seed_of(std::uint64_t run_seed, std::uint32_t index) {
    return Random(run_seed ^ (std::uint64_t{index} + 1) * 0x9e3779b97f4a7c15u)();
  }

  CppScenario& scenario_;
  detail::ExchangePool pool_;
  Troubles troubles_;
};

CppScenario::CppScenario() = default;
CppScenario::~CppScenario() = default;

base::Result<void> CppScenario::add(const detail::UserClass& said) {
  const auto same = [&](const auto& each) { return each->name == said.name; };
  if (std::any_of(classes_.begin(), classes_.end(), same)) {
    return base::Error{fmt::format("there are two user classes named {}; rename one of them", said.name)};
  }
  auto added = std::make_unique<Class>(Class{std::string(said.name), said});
  if (auto defined = define(*added); !defined) return defined;
  classes_.push_back(std::move(added));
  return {};
}

base::Result<void> CppScenario::define(Class& each) {
  try {
    each.definition = detail::UserState::define(each.said.make, options_);
  } catch (const std::exception& e) {
    return base::Error{fmt::format("the constructor of the user class {} failed: {}", each.name, e.what())};
  } catch (...) {
    return base::Error{fmt::format(
        "the constructor of the user class {} failed: it threw what is no std::exception", each.name)};
  }
  if (each.definition.behaviour.tasks.empty()) {
    return base::Error{
        fmt::format("the user class {0} has no task; call task(&{0}::…) in its constructor", each.name)};
  }
  if (const char* contradiction = each.definition.contradiction())
    return base::Error{fmt::format("the user class {} {}", each.name, contradiction)};
  return {};
}

base::Result<void> CppScenario::set_options(const std::map<std::string, std::string>& values) {
  options_.set(values);
  for (const auto& each : classes_) {
    if (auto defined = define(*each); !defined) return defined;
  }
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

base::Result<void> CppScenario::keep_tagged(const std::vector<std::string>& include,
                                            const std::vector<std::string>& exclude,
                                            std::vector<std::string>& left_out) {
  const std::set<std::string> wanted(include.begin(), include.end());
  const std::set<std::string> unwanted(exclude.begin(), exclude.end());
  std::set<std::string> known;
  for (const auto& each : classes_) {
    known.merge(each->definition.behaviour.tags());
    each->definition.behaviour.keep_tagged(wanted, unwanted);
    if (each->definition.behaviour.tasks.empty()) left_out.push_back(each->name);
  }
  std::erase_if(classes_, [](const auto& each) { return each->definition.behaviour.tasks.empty(); });
  if (!classes_.empty()) return {};
  return base::Error{fmt::format("no task is left with these tags; the tags are: {}",
                                 known.empty() ? "(none)" : fmt::format("{}", fmt::join(known, ", ")))};
}

void CppScenario::weigh_equally() {
  for (const auto& each : classes_) {
    each->definition.weight = 1;
    each->definition.behaviour.weigh_equally();
  }
}

void CppScenario::try_each_task_once(std::string class_name,
                                     std::function<void(const detail::Exchange&)> watch) {
  tried_ = std::move(class_name);
  watch_ = std::move(watch);
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
    classes.push_back({each->name, said.weight, said.fixed_count, said.host, said.behaviour.shares(),
                       said.users, said.stream});
    if (said.arrivals) classes.back().stream->arrivals = *said.arrivals;
    if (tried_.empty()) continue;
    classes.back().weight = each->name == tried_ ? 1 : 0;
    classes.back().fixed_count = 0;
    classes.back().users.reset();
    classes.back().stream.reset();
  }
  return classes;
}

std::unique_ptr<load::UserFactory> CppScenario::open(load::Engine& engine) {
  return std::make_unique<Factory>(*this, engine);
}

Task<bool> CppScenario::run_hooks(load::Engine& engine, Hook which) {
  detail::ExchangePool pool(engine);
  const detail::UserDefinition nothing;
  using Function = Task<> (*)(Client&);
  std::set<Function> done;  // classes may share one, by inheritance
  bool good = true;
  for (const auto& each : classes_) {
    const auto& hook = each->said.*which;
    if (!hook) continue;
    if (const auto* function = hook.target<Function>(); function != nullptr && !done.insert(*function).second)
      continue;
    detail::UserState state(nothing, options_, pool, each->server, 0, engine.plan.seed);
    Client client(state);
    try {
      co_await hook(client);
    } catch (const std::exception& e) {
      good = false;
      engine.log.error(fmt::format("exception in {} of {}: {}",
                                   which == &detail::UserClass::on_run_start ? "on_run_start" : "on_run_stop",
                                   each->name, hidden_.masked(e.what())));
    } catch (...) {
      good = false;
      engine.log.error(
          fmt::format("a function of {} for the whole run threw what is no std::exception", each->name));
    }
  }
  co_return good;
}

}  // namespace acrida::scenario::cpp
