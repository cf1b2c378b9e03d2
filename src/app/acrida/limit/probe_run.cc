#include "app/acrida/limit/probe_run.h"

#include <utility>

#include "app/acrida/users_running.h"

namespace acrida::app {

ProbeRun::ProbeRun(ControlLoop& control, Users& users, load::RunPlan plan, stats::EndpointTable& endpoints,
                   Watch watch)
    : control_(control),
      users_(users),
      plan_(std::move(plan)),
      watch_(std::move(watch)),
      endpoints_(endpoints) {}

bool ProbeRun::carry_out() {
  bool good = users_.prepare(plan_);
  if (cut_short_) return false;
  load::RunObserver& observer = *this;
  runner_.emplace(control_.loop, users_.workers(plan_, endpoints_), plan_, observer);
  {
    const UsersRunning running(users_, *this);
    runner_->start();
    control_.loop.run();
  }
  good &= users_.conclude();
  runner_.reset();
  return good && !cut_short_;
}

void ProbeRun::stop() {
  cut_short_ = stopping_ = true;
  runner_ ? runner_->stop() : control_.loop.stop();
}

void ProbeRun::abort() {
  cut_short_ = stopping_ = true;
  if (runner_) runner_->abort();
}

void ProbeRun::on_snapshot(const stats::Snapshot& second) {
  users_.on_second(second, endpoints_);
  if (!watch_(second) || stopping_) return;
  stopping_ = true;
  runner_->stop();
}

void ProbeRun::on_spawned() { users_.on_spawned(plan_.users); }

void ProbeRun::on_stopping() {
  stopping_ = true;
  users_.on_stop();
}

void ProbeRun::on_end(const load::RunEnd& end) {
  end_ = end;
  control_.loop.stop();
}

}  // namespace acrida::app
