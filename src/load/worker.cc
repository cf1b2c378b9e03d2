#include "load/worker.h"

#include <utility>

namespace acrida::load {
namespace {

// A little after the second's end, so that verdicts that take a moment still find their share.
constexpr base::Duration kTickDelay = std::chrono::milliseconds(50);

}  // namespace

Worker::Worker(async::Loop& loop, net::Connector& connector, const RunPlan& plan, Scenario& scenario,
               stats::EndpointTable& endpoints, const base::Log& log, std::uint32_t number,
               std::uint32_t workers)
    : loop_(loop),
      connector_(connector),
      plan_(plan),
      scenario_(scenario),
      endpoints_(endpoints),
      log_(log),
      number_(number),
      workers_(workers),
      assignment_(scenario.classes()),
      spawn_timer_(loop, async::Callback::to<&Worker::spawn_due>(this)),
      tick_timer_(loop, async::Callback::to<&Worker::tick>(this)),
      cut_off_timer_(loop, async::Callback::to<&Worker::cut_off>(this)),
      reap_timer_(loop, async::Callback::to<&Worker::reap>(this)) {}

Worker::~Worker() = default;

void Worker::begin(base::TimePoint start, WorkerEvents events) {
  start_ = start;
  events_ = std::move(events);
  engine_.emplace(Engine{loop_, http::ClientContext{loop_, connector_},
                         stats::Recorder(loop_.clock(), start, events_.on_share),
                         stats::EndpointCache(endpoints_), plan_, log_});
  factory_ = scenario_.open(*engine_);
  tick_timer_.set(start_ + std::chrono::seconds(1) + kTickDelay);
  // The users before our first one belong to the other workers.
  for (std::uint32_t i = 0; i < number_ && assignment_.can_continue(); ++i) assignment_.next();
  next_index_ = number_;
  choose_next();
  spawn_due();
}

// The class of user next_index_, if there is such a user.
void Worker::choose_next() {
  next_class_.reset();
  if (next_index_ < plan_.users && assignment_.can_continue()) next_class_ = assignment_.next();
}

void Worker::spawn_due() {
  while (next_class_ && !stopping_) {
    const auto due = start_ + base::from_seconds(next_index_ / plan_.spawn_rate);
    if (due > now()) return spawn_timer_.set(due);
    auto& user = live_[next_index_] = factory_->make_user(*next_class_, next_index_, *this);
    users_ = static_cast<std::uint32_t>(live_.size());
    for (std::uint32_t i = 1; i < workers_ && assignment_.can_continue(); ++i) assignment_.next();
    next_index_ += workers_;
    choose_next();
    user->start();
  }
  if (!stopping_) events_.on_spawned();
  reap_timer_.set(base::TimePoint::min());
}

void Worker::stop() {
  if (std::exchange(stopping_, true)) return;
  spawn_timer_.cancel();
  if (plan_.stop_timeout > base::Duration::zero()) {
    cut_off_timer_.set(now() + plan_.stop_timeout);
    for (const auto& [index, user] : live_) user->stop_gently();
  } else {
    cut_off();
  }
  reap_timer_.set(base::TimePoint::min());
}

void Worker::cut_off() {
  for (const auto& [index, user] : live_) user->stop();
}

void Worker::abort() {
  stopping_ = true;
  spawn_timer_.cancel();
  for (const auto& [index, user] : live_) user->abort();
  reap_timer_.set(base::TimePoint::min());
}

// Only notes it: this may come from inside a walk over live_, or from the user's own last frame.
void Worker::on_user_ended(std::uint32_t index) {
  ended_.push_back(index);
  reap_timer_.set(base::TimePoint::min());
}

void Worker::reap() {
  for (const auto index : std::exchange(ended_, {})) live_.erase(index);
  users_ = static_cast<std::uint32_t>(live_.size());
  if (!live_.empty() || (next_class_ && !stopping_) || std::exchange(told_end_, true)) return;
  tick_timer_.cancel();
  cut_off_timer_.cancel();
  engine_->recorder.finish();
  events_.on_ended(engine_->dispatch_lag, engine_->recorder.last_finish());
}

void Worker::tick() {
  engine_->recorder.tick(now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now() - start_);
  tick_timer_.set(start_ + seconds + std::chrono::seconds(1) + kTickDelay);
}

}  // namespace acrida::load
