#include "load/local_runner.h"

#include <algorithm>
#include <utility>

#include "load/worker.h"

namespace acrida::load {

LocalRunner::LocalRunner(async::Loop& control, std::vector<EngineSeat> seats, const RunPlan& plan,
                         Scenario& scenario, stats::EndpointTable& endpoints, const base::Log& log,
                         RunObserver& observer)
    : control_(control),
      seats_(std::move(seats)),
      plan_(plan),
      observer_(observer),
      run_timer_(control, async::Callback::to<&LocalRunner::on_time_over>(this)),
      second_timer_(control, async::Callback::to<&LocalRunner::on_second>(this)) {
  const auto count = static_cast<std::uint32_t>(seats_.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    workers_.push_back(std::make_unique<Worker>(seats_[i].loop, seats_[i].connector, plan_, scenario,
                                                endpoints, log, i, count));
  }
}

LocalRunner::~LocalRunner() = default;

// f(worker) for each, on its own thread.
template <class Call>
void LocalRunner::tell_workers(Call call) {
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    seats_[i].loop.post([worker = workers_[i].get(), call] { call(*worker); });
  }
}

void LocalRunner::start() {
  start_ = last_finish_ = control_.clock().now();
  timeline_.emplace(control_.clock().wall_now(),
                    [this](const stats::Snapshot& second) { observer_.on_snapshot(second); });
  second_timer_.set(start_ + timeline_->next_due());
  if (plan_.run_time) run_timer_.set(start_ + *plan_.run_time);
  ramp_ = Ramp(start_, 0, plan_.users, plan_.spawn_rate);
  // What workers tell comes over as messages to the control loop.
  tell_workers([this, ramp = ramp_](Worker& worker) {
    worker.begin(
        start_, ramp,
        {
            .on_share =
                [this](stats::Share share) {
                  control_.post([this, share = std::make_shared<stats::Share>(std::move(share))] {
                    timeline_->add(std::move(*share));
                  });
                },
            .on_arrived =
                [this](std::uint32_t change) {
                  control_.post([this, change] { on_worker_arrived(change); });
                },
            .on_idle =
                [this](std::uint32_t change) { control_.post([this, change] { on_worker_idle(change); }); },
            .on_ended =
                [this](const stats::Histogram& lag, base::TimePoint last_finish) {
                  control_.post([this, lag, last_finish] { on_worker_ended(lag, last_finish); });
                },
        });
  });
}

void LocalRunner::change_users(std::uint32_t users, double rate) {
  if (stopping_ || ended_ > 0) return;
  const auto now = control_.clock().now();
  ramp_ = Ramp(now, ramp_.level_at(now), users, rate);
  goes_on_empty_ = users == 0;
  arrived_ = idle_ = 0;
  tell_workers([ramp = ramp_, change = ++change_](Worker& worker) { worker.change(ramp, change); });
}

void LocalRunner::stop() {
  if (std::exchange(stopping_, true)) return;
  run_timer_.cancel();
  idle_ = 0;
  tell_workers([change = ++change_](Worker& worker) { worker.stop(change); });
}

void LocalRunner::abort() {
  if (finishing_) return;
  stopping_ = true;
  run_timer_.cancel();
  idle_ = 0;
  tell_workers([change = ++change_](Worker& worker) { worker.abort(change); });
}

void LocalRunner::on_time_over() { stop(); }

void LocalRunner::on_second() {
  timeline_->advance(since_start(), users());
  second_timer_.set(start_ + timeline_->next_due());
}

void LocalRunner::on_worker_arrived(std::uint32_t change) {
  if (change != change_ || ++arrived_ < workers_.size()) return;
  if (plan_.reset_stats && !std::exchange(reset_, true)) {
    const auto second = std::chrono::ceil<std::chrono::seconds>(since_start()).count();
    timeline_->start_anew(second);
    tell_workers([second](Worker& worker) { worker.start_anew(second); });
  }
  observer_.on_spawned();
}

// A worker without users is not at its end yet: a change may bring it some.
void LocalRunner::on_worker_idle(std::uint32_t change) {
  if (change != change_ || ++idle_ < workers_.size() || (goes_on_empty_ && !stopping_)) return;
  stopping_ = finishing_ = true;
  tell_workers([](Worker& worker) { worker.finish(); });
}

void LocalRunner::on_worker_ended(const stats::Histogram& lag, base::TimePoint last_finish) {
  end_.dispatch_lag.merge(lag);
  last_finish_ = std::max(last_finish_, last_finish);
  if (++ended_ < workers_.size()) return;
  run_timer_.cancel();
  second_timer_.cancel();
  timeline_->finish(since_start(), users());
  const auto counted_from = start_ + std::chrono::seconds(timeline_->counts_from());
  end_.duration = (last_finish_ > counted_from ? last_finish_ : control_.clock().now()) - counted_from;
  observer_.on_end(end_);
}

std::uint32_t LocalRunner::users() const {
  std::uint32_t sum = 0;
  for (const auto& worker : workers_) sum += worker->users();
  return sum;
}

}  // namespace acrida::load
