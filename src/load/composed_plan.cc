#include "load/composed_plan.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace acrida::load {
namespace {

using base::Error;

// After the last recorded arrival, so that it is not the run's end that comes first.
constexpr base::Duration kAfterReplay = std::chrono::milliseconds(1);

bool has_users(const UserClass& of) { return of.fixed_count > 0 || of.weight > 0; }

base::Result<void> give_to_all(RunPlan& plan, const LoadWish& wish, const std::vector<UserClass>& classes) {
  std::vector<std::size_t> fixed, others;
  plan.users = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].fixed_count > 0) {
      fixed.push_back(i);
      plan.users += classes[i].fixed_count;
    } else if (classes[i].weight > 0) {
      others.push_back(i);
    }
  }
  if (others.empty()) {
    return Error{
        "a load for all user classes has none to go to: each has a fixed count of users or the weight 0; "
        "give "
        "one a weight instead"};
  }
  const ClassChoice of = fixed.empty() ? ClassChoice() : ClassChoice(others);
  plan.classes = std::move(fixed);
  if (wish.users) plan.shapes = {{*wish.users, of}};
  if (wish.stream) {
    plan.streams = {*wish.stream};
    plan.streams.front().of = of;
  }
  return {};
}

void give_to_each(RunPlan& plan, const std::vector<UserClass>& classes) {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (!has_users(classes[i])) continue;
    const ClassChoice of = std::vector{i};
    if (classes[i].stream) {
      plan.streams.push_back(*classes[i].stream);
      plan.streams.back().of = of;
    } else if (classes[i].users) {
      plan.shapes.push_back({*classes[i].users, of});
    } else {
      others.push_back(i);
    }
  }
  if (plan.streams.empty() && plan.shapes.empty()) return;
  if (others.empty()) plan.users = 0;
  plan.classes = std::move(others);
}

std::optional<base::Duration> end_of(const Shape& shape) {
  if (shape.end() > base::Duration::zero()) return shape.end();
  return std::nullopt;
}

std::optional<base::Duration> last_end(const RunPlan& plan) {
  std::optional<base::Duration> last;
  for (const auto& each : plan.shapes) last = std::max(last, end_of(each.users));
  for (const auto& each : plan.streams)
    last = std::max(last, each.replay.empty() ? end_of(each.rate) : each.replay.back() + kAfterReplay);
  return last;
}

}  // namespace

base::Result<RunPlan> composed_plan(RunPlan plan, const LoadWish& wish,
                                    const std::vector<UserClass>& classes) {
  if (wish.users || wish.stream) {
    if (auto given = give_to_all(plan, wish, classes); !given) return given.error();
  } else {
    give_to_each(plan, classes);
  }
  if (plan.streams.empty() && wish.arrivals)
    return Error{
        "--arrivals says how arrivals of open load follow each other, and there is none: add --rate"};
  if (plan.streams.empty() && wish.max_in_flight)
    return Error{"--max-in-flight bounds open load, and there is none: add --rate, or say --users"};
  const auto loads = plan.shapes.size() + plan.streams.size() + (plan.users > 0 ? 1 : 0);
  if (plan.iterations && loads > 1)
    return Error{
        "--iterations counts those of one load, and the user classes of this run have several: give "
        "one for all with --rate or --stages, or name one class"};
  for (auto& stream : plan.streams) stream.arrivals = wish.arrivals.value_or(stream.arrivals);
  if (!plan.run_time) plan.run_time = last_end(plan);
  plan.stop_timeout =
      wish.stop_timeout.value_or(plan.streams.empty() ? base::Duration::zero() : kOpenStopTimeout);
  return plan;
}

const char* load_model_of(const RunPlan& plan) {
  if (plan.streams.empty()) return "closed";
  return plan.users > 0 || !plan.shapes.empty() ? "mixed" : "open";
}

}  // namespace acrida::load
