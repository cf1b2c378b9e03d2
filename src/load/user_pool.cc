#include "load/user_pool.h"

#include <algorithm>
#include <utility>

#include "load/worker_share.h"

namespace acrida::load {
namespace {

// With fewer iterations in flight than workers, some would have to drop all their arrivals: these get none.
std::uint32_t takers(const RunPlan& plan, std::uint32_t workers) {
  return std::max(1u, std::min(plan.max_in_flight, workers));
}

}  // namespace

UserPool::UserPool(Engine& engine, Population& population, const std::vector<UserClass>& classes,
                   std::uint32_t number, std::uint32_t workers)
    : engine_(engine),
      population_(population),
      timetable_(engine.plan, classes, number, takers(engine.plan, workers)),
      most_in_flight_(share_of(engine.plan.max_in_flight, number, workers)),
      of_class_(classes.size()),
      due_timer_(engine.loop, async::Callback::to<&UserPool::dispatch_due>(this)),
      dismiss_timer_(engine.loop, async::Callback::to<&UserPool::dismiss>(this)) {
  if (number >= takers(engine.plan, workers)) closed_ = true;
}

void UserPool::begin(base::TimePoint start) {
  start_ = start;
  if (closed_) return;
  next_ = timetable_.next();
  dispatch_due();
}

void UserPool::dispatch_due() {
  for (int bite = kMostAtOnce; has_due(); --bite) {
    if (bite == 0) return due_timer_.set(start_ + next_->at);
    const Arrival arrival = *next_;
    next_ = timetable_.next();
    dispatch(arrival);
  }
  if (next_) return due_timer_.set(start_ + next_->at);
  if (!timetable_.is_cut()) close();
}

bool UserPool::has_due() { return next_ && start_ + next_->at <= now(); }

void UserPool::dispatch(const Arrival& arrival) {
  const auto due = start_ + arrival.at;
  engine_.health.dispatch_lag.record(now() - due);
  if (in_flight_ >= most_in_flight_) return engine_.recorder.record_dropped();
  ++in_flight_;
  OfClass& of = of_class_[arrival.class_index];
  if (!of.idle.empty()) {
    Inhabitant& who = *of.idle.back();
    of.idle.pop_back();
    who.doing = Inhabitant::Doing::iteration;
    return who.user().iterate(due);
  }
  of.waiting.push_back(due);
  if (of.starting >= of.waiting.size()) return;
  ++of.starting;
  population_.make(arrival.class_index, this).user().stand_by();
}

void UserPool::on_idle(Inhabitant& who) {
  OfClass& of = of_class_[who.class_index()];
  who.doing == Inhabitant::Doing::starting ? --of.starting : --in_flight_;
  if (of.waiting.empty()) {
    who.doing = Inhabitant::Doing::nothing;
    of.idle.push_back(&who);
    if (closed_) dismiss_timer_.set(base::TimePoint::min());
    return;
  }
  const auto due = of.waiting.front();
  of.waiting.pop_front();
  who.doing = Inhabitant::Doing::iteration;
  who.user().iterate(due);
}

void UserPool::on_ended(Inhabitant& who) {
  OfClass& of = of_class_[who.class_index()];
  switch (std::exchange(who.doing, Inhabitant::Doing::ended)) {
    case Inhabitant::Doing::starting:
      --of.starting;
      if (of.waiting.size() > of.starting) drop_waiting(of);
      break;
    case Inhabitant::Doing::nothing: std::erase(of.idle, &who); break;
    case Inhabitant::Doing::iteration: --in_flight_; break;
    case Inhabitant::Doing::ended: break;
  }
}

void UserPool::drop_waiting(OfClass& of) {
  of.waiting.pop_front();
  --in_flight_;
  engine_.recorder.record_dropped();
}

void UserPool::close() {
  if (std::exchange(closed_, true)) return;
  while (has_due()) {
    dispatch(*next_);
    next_ = timetable_.next();
  }
  next_.reset();
  due_timer_.cancel();
  dismiss_timer_.set(base::TimePoint::min());
}

void UserPool::give_up() {
  closed_ = true;
  due_timer_.cancel();
  for (; has_due(); next_ = timetable_.next()) {
    engine_.health.dispatch_lag.record(now() - (start_ + next_->at));
    engine_.recorder.record_dropped();
  }
  next_.reset();
}

void UserPool::dismiss() {
  for (OfClass& of : of_class_) {
    for (Inhabitant* who : std::exchange(of.idle, {})) {
      who->doing = Inhabitant::Doing::ended;
      who->user().stop_gently();
    }
  }
  population_.look_soon();
}

}  // namespace acrida::load
