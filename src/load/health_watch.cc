#include "load/health_watch.h"

#include <algorithm>

namespace acrida::load {

HealthWatch::HealthWatch(Engine& engine, async::Callback on_beat)
    : engine_(engine),
      on_beat_(on_beat),
      timer_(engine.loop, async::Callback::to<&HealthWatch::beat>(this)) {}

void HealthWatch::begin() {
  const auto& clock = engine_.loop.clock();
  core_since_ = clock.now();
  core_time_ = clock.thread_time();
  due_ = core_since_ + kBeat;
  timer_.set(due_);
}

void HealthWatch::beat() {
  const auto now = engine_.loop.clock().now();
  for (; due_ <= now; due_ += kBeat) engine_.health.loop_lag.record(now - due_);
  look_at_core(now);
  timer_.set(due_);
  on_beat_();
}

void HealthWatch::look_at_core(base::TimePoint now) {
  const auto past = now - core_since_;
  if (past < std::chrono::seconds(1)) return;
  const auto used = engine_.loop.clock().thread_time();
  const double share = base::seconds_of(used - core_time_) / base::seconds_of(past);
  engine_.health.peak_core_share = std::max(engine_.health.peak_core_share, share);
  core_since_ = now;
  core_time_ = used;
}

}  // namespace acrida::load
