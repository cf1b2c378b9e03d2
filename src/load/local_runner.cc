#include "load/local_runner.h"

#include <algorithm>
#include <utility>

namespace acrida::load {

LocalRunner::LocalRunner(async::Loop& control, std::vector<std::unique_ptr<WorkerLink>> workers,
                         const RunPlan& plan, RunObserver& observer)
    : control_(control),
      plan_(plan),
      observer_(observer),
      workers_(std::move(workers)),
      run_timer_(control, async::Callback::to<&LocalRunner::on_time_over>(this)),
      second_timer_(control, async::Callback::to<&LocalRunner::on_second>(this)) {}

LocalRunner::~LocalRunner() = default;

void LocalRunner::start() {
  goes_on_empty_ = plan_.stays_when_empty;
  start_ = last_finish_ = control_.clock().now();
  timeline_.emplace(control_.clock().wall_now(),
                    [this](const stats::Snapshot& second) { observer_.on_snapshot(second); });
  second_timer_.set(start_ + timeline_->next_due());
  if (plan_.run_time) run_timer_.set(start_ + *plan_.run_time);
  ramp_ = Ramp(start_, 0, plan_.users, plan_.spawn_rate);
  for (const auto& worker : workers_) {
    worker->begin(
        start_, ramp_,
        {
            .on_share = [this](stats::Share share) { timeline_->add(std::move(share)); },
            .on_arrived = [this](std::uint32_t change) { on_worker_arrived(change); },
            .on_idle = [this](std::uint32_t change) { on_worker_idle(change); },
            .on_ended = [this](const EngineHealth& health,
                               base::TimePoint last_finish) { on_worker_ended(health, last_finish); },
        });
  }
}

void LocalRunner::change_users(std::uint32_t users, double rate, const ClassChoice& of) {
  if (stopping_ || ended_ > 0) return;
  const auto now = control_.clock().now();
  ramp_ = Ramp(now, ramp_.level_at(now), users, rate);
  goes_on_empty_ = users == 0 || plan_.stays_when_empty;
  arrived_ = idle_ = 0;
  ++change_;
  for (const auto& worker : workers_) worker->change(ramp_, change_, of);
}

void LocalRunner::stop() {
  if (std::exchange(stopping_, true)) return;
  stopped_ = control_.clock().now();
  run_timer_.cancel();
  idle_ = 0;
  observer_.on_stopping();
  ++change_;
  for (const auto& worker : workers_) worker->stop(change_);
}

void LocalRunner::abort() {
  if (finishing_) return;
  if (!std::exchange(stopping_, true)) {
    stopped_ = control_.clock().now();
    observer_.on_stopping();
  }
  run_timer_.cancel();
  idle_ = 0;
  ++change_;
  for (const auto& worker : workers_) worker->abort(change_);
}

void LocalRunner::on_time_over() { stop(); }

void LocalRunner::on_second() {
  timeline_->advance(since_start(), gauges());
  second_timer_.set(start_ + timeline_->next_due());
}

void LocalRunner::on_worker_arrived(std::uint32_t change) {
  if (change != change_ || ++arrived_ < workers_.size()) return;
  if (plan_.reset_stats && !std::exchange(reset_, true)) {
    const auto second = std::chrono::ceil<std::chrono::seconds>(since_start()).count();
    timeline_->start_anew(second);
    for (const auto& worker : workers_) worker->start_anew(second);
  }
  observer_.on_spawned();
}

// A worker without users is not at its end yet: a change may bring it some.
void LocalRunner::on_worker_idle(std::uint32_t change) {
  if (change != change_ || ++idle_ < workers_.size() || (goes_on_empty_ && !stopping_)) return;
  stopping_ = finishing_ = true;
  for (const auto& worker : workers_) worker->finish();
}

void LocalRunner::on_worker_ended(const EngineHealth& health, base::TimePoint last_finish) {
  end_.health.merge(health);
  last_finish_ = std::max(last_finish_, last_finish);
  if (++ended_ < workers_.size()) return;
  run_timer_.cancel();
  second_timer_.cancel();
  timeline_->finish(since_start(), gauges());
  const auto counted_from = start_ + std::chrono::seconds(timeline_->counts_from());
  end_.duration = (last_finish_ > counted_from ? last_finish_ : control_.clock().now()) - counted_from;
  if (stopped_) end_.offered = *stopped_ - counted_from;
  observer_.on_end(end_);
}

stats::Gauges LocalRunner::gauges() const {
  stats::Gauges sum;
  for (const auto& worker : workers_) {
    const auto its = worker->gauges();
    sum.users += its.users;
    sum.in_flight += its.in_flight;
  }
  return sum;
}

}  // namespace acrida::load
