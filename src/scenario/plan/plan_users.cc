#include "scenario/plan/plan_users.h"

#include <stdexcept>
#include <utility>

#include "scenario/plan/performer.h"

namespace acrida::scenario::plan {
namespace {

class PlanUser final : public HttpUser, private Performer {
 public:
  PlanUser(const Plan& plan, const UserClass& what)
      : Performer(plan, HttpUser::client(), Behaviour::random(), what.slots, Behaviour::index()),
        what_(what) {
    weight(what.weight);
    if (what.fixed_count > 0) fixed_count(what.fixed_count);
    if (!what.host.empty()) host(what.host);
    if (what.rate) rate(*what.rate);
    if (what.arrivals) arrivals(*what.arrivals);
    if (what.users) users(*what.users);
    wait_time(what.think);
    for (const Flow& flow : what.tasks) {
      auto added = task(flow.weight, flow.name,
                        [&flow](Behaviour& self) { return static_cast<PlanUser&>(self).perform(flow); });
      for (const auto& tag : flow.tags) added.tag(tag);
    }
  }

  Task<> on_start() override {
    if (!what_.login.steps.empty()) co_await perform(what_.login);
    if (!what_.on_start.steps.empty()) co_await perform(what_.on_start);
  }
  Task<> on_stop() override { return perform(what_.on_stop); }

 private:
  Task<> rest(Duration time) override { return Behaviour::sleep(time); }
  void out_of_rows() override { stop_user(); }

  const UserClass& what_;
};

// Nobody in particular.
class SetupPerformer final : public Performer {
 public:
  using Performer::Performer;

 private:
  Task<> rest(Duration) override { throw std::logic_error("setup and teardown do not wait"); }
  void out_of_rows() override { throw std::logic_error("setup and teardown draw no rows"); }
};

// Once, whichever of the classes are there to ask for it.
class OnceARun {
 public:
  OnceARun(std::shared_ptr<const Plan> plan, const Flow& flow) : plan_(std::move(plan)), flow_(flow) {}

  Task<> operator()(Client& client) {
    if (std::exchange(done_, true)) co_return;
    Random random(plan_->seed);
    SetupPerformer performer(*plan_, client, random, {}, 0);
    co_await performer.perform(flow_);
  }

 private:
  std::shared_ptr<const Plan> plan_;
  const Flow& flow_;
  bool done_ = false;
};

std::function<Task<>(Client&)> once_a_run(const std::shared_ptr<const Plan>& plan, const Flow& flow,
                                          std::shared_ptr<OnceARun>& shared) {
  if (flow.steps.empty()) return nullptr;
  if (!shared) shared = std::make_shared<OnceARun>(plan, flow);
  return [shared](Client& client) { return (*shared)(client); };
}

}  // namespace

std::vector<detail::UserClass> user_classes(const std::shared_ptr<const Plan>& plan) {
  std::vector<detail::UserClass> classes;
  std::shared_ptr<OnceARun> setup, teardown;
  for (const auto& each : plan->classes) {
    detail::UserClass made;
    made.name = each.name;
    made.make = [plan, &each]() -> std::unique_ptr<User> { return std::make_unique<PlanUser>(*plan, each); };
    made.on_run_start = once_a_run(plan, plan->setup, setup);
    made.on_run_stop = once_a_run(plan, plan->teardown, teardown);
    classes.push_back(std::move(made));
  }
  return classes;
}

}  // namespace acrida::scenario::plan
