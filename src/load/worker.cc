#include "load/worker.h"

#include <utility>

namespace acrida::load {
namespace {

// A little after the second's end, so that verdicts that take a moment still find their share.
constexpr base::Duration kTickDelay = std::chrono::milliseconds(50);
// So many users are started (or stopped) in one turn: a steep ramp must not starve those that run already.
constexpr int kMostAtOnce = 100;

// Of so many things that all workers share, this one's.
unsigned share_of(unsigned all, std::uint32_t number, std::uint32_t workers) {
  return all / workers + (number < all % workers ? 1 : 0);
}

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
      classes_(scenario.classes()),
      choice_(plan.classes),
      assignment_(classes_, choice_),
      ramp_timer_(loop, async::Callback::to<&Worker::follow_ramp>(this)),
      replace_timer_(loop, async::Callback::to<&Worker::replace>(this)),
      tick_timer_(loop, async::Callback::to<&Worker::tick>(this)),
      cut_off_timer_(loop, async::Callback::to<&Worker::cut_off>(this)),
      reap_timer_(loop, async::Callback::to<&Worker::reap>(this)) {}

Worker::~Worker() = default;

void Worker::begin(base::TimePoint start, const Ramp& ramp, WorkerEvents events) {
  start_ = start;
  events_ = std::move(events);
  auto settings = plan_.http;
  settings.http2_connections = share_of(settings.http2_connections, number_, workers_);
  engine_.reset(new Engine{loop_, http::ClientContext(loop_, connector_, std::move(settings)),
                           stats::Recorder(loop_.clock(), start, events_.on_share),
                           stats::EndpointCache(endpoints_), plan_, log_});
  if (plan_.spin) loop_.poller().spin_while(&engine_->http.in_flight);
  factory_ = scenario_.open(*engine_);
  tick_timer_.set(start_ + std::chrono::seconds(1) + kTickDelay);
  change(ramp, 0, choice_);
}

void Worker::change(const Ramp& ramp, std::uint32_t change, const ClassChoice& of) {
  if (stopping_) return;
  ramp_ = ramp;
  change_ = change;
  arrived_ = told_idle_ = false;
  ramp_timer_.cancel();
  if (of != choice_) choose(of);
  follow_ramp();
}

// All slots are dealt out anew; those whose user is of another class now are replaced along the ramp.
void Worker::choose(const ClassChoice& of) {
  choice_ = of;
  assignment_ = Assignment(classes_, choice_);
  replacements_.clear();
  const auto before = std::exchange(slots_, {});
  const auto open = open_;
  while (slots_.size() < before.size() && has_new_slot()) slots_.back().user = before[slots_.size() - 1].user;
  open_ = std::min(open, slots_.size());
  for (std::size_t i = 0; i < open_; ++i) {
    if (slots_[i].class_index != before[i].class_index)
      replacements_.push_back({ramp_.begin() + base::from_seconds(number_of_slot(i) / ramp_.rate()), i});
  }
  for (std::size_t i = open_; i < open; ++i) close_user(before[i].user);
  if (!replacements_.empty()) replace_timer_.set(replacements_.front().due);
}

void Worker::replace() {
  for (int bite = kMostAtOnce; !replacements_.empty(); --bite) {
    const auto next = replacements_.front();
    if (next.due > now() || bite == 0) return replace_timer_.set(next.due);
    replacements_.pop_front();
    if (next.slot >= open_) continue;  // closed meanwhile
    close_user(slots_[next.slot].user);
    fill(slots_[next.slot]);
  }
  follow_ramp();
}

void Worker::follow_ramp() {
  for (int bite = kMostAtOnce;; --bite) {
    const bool open = number_of_slot(open_) < ramp_.target() && has_next_slot();
    const bool close = open_ > 0 && number_of_slot(open_ - 1) >= ramp_.target();
    if (!open && !close) break;
    // Against the ramp's direction: this thread went on along the last one before it heard of this one.
    const bool late = open != ramp_.rises();
    const auto due = late ? now() : ramp_.due_of(number_of_slot(open ? open_ : open_ - 1));
    if (due > now() || bite == 0) return ramp_timer_.set(due);
    open ? open_slot() : close_slot();
  }
  if (arrived_ || !replacements_.empty()) return;
  arrived_ = true;
  events_.on_arrived(change_);
  reap_soon();
}

// Of which class it is, is known by then; false when there are only fixed counts, and all are there.
bool Worker::has_next_slot() { return open_ < slots_.size() || has_new_slot(); }

// Deals out one more.
bool Worker::has_new_slot() {
  // The slots between two of ours belong to the other workers.
  for (std::uint32_t others = slots_.empty() ? number_ : workers_ - 1; others > 0; --others) {
    if (!assignment_.can_continue()) return false;
    assignment_.next();
  }
  if (!assignment_.can_continue()) return false;
  slots_.push_back({assignment_.next()});
  return true;
}

void Worker::open_slot() { fill(slots_[open_++]); }

void Worker::fill(Slot& slot) {
  const std::uint32_t index = number_ + made_++ * workers_;
  slot.user = index;
  auto& user = live_[index] = factory_->make_user(slot.class_index, index, *this);
  users_ = static_cast<std::uint32_t>(live_.size());
  user->start();
}

void Worker::close_slot() { close_user(slots_[--open_].user); }

void Worker::close_user(std::uint32_t index) {
  const auto found = live_.find(index);
  if (found != live_.end()) let_go(found->first, *found->second);
}

void Worker::let_go(std::uint32_t index, User& user) {
  if (plan_.stop_timeout <= base::Duration::zero()) return user.stop();
  cut_offs_.push_back({now() + plan_.stop_timeout, index});
  if (!cut_off_timer_.is_set()) cut_off_timer_.set(cut_offs_.front().due);
  user.stop_gently();
}

void Worker::cut_off() {
  while (!cut_offs_.empty() && cut_offs_.front().due <= now()) {
    const auto found = live_.find(cut_offs_.front().user);
    cut_offs_.pop_front();
    if (found != live_.end()) found->second->stop();
  }
  if (!cut_offs_.empty()) cut_off_timer_.set(cut_offs_.front().due);
}

void Worker::stop(std::uint32_t change) {
  change_ = change;
  told_idle_ = false;
  ramp_timer_.cancel();
  replace_timer_.cancel();
  if (!std::exchange(stopping_, true)) {
    for (const auto& [index, user] : live_) let_go(index, *user);
  }
  reap_soon();
}

void Worker::abort(std::uint32_t change) {
  change_ = change;
  told_idle_ = false;
  stopping_ = true;
  ramp_timer_.cancel();
  replace_timer_.cancel();
  for (const auto& [index, user] : live_) user->abort();
  reap_soon();
}

// Only notes it: this may come from inside a walk over live_, or from the user's own last frame.
void Worker::on_user_ended(std::uint32_t index) {
  ended_.push_back(index);
  reap_soon();
}

void Worker::reap() {
  for (const auto index : std::exchange(ended_, {})) live_.erase(index);
  users_ = static_cast<std::uint32_t>(live_.size());
  if (live_.empty() && (arrived_ || stopping_) && !std::exchange(told_idle_, true)) events_.on_idle(change_);
}

void Worker::finish() {
  tick_timer_.cancel();
  cut_off_timer_.cancel();
  loop_.poller().spin_while(nullptr);
  engine_->recorder.finish();
  events_.on_ended(engine_->health, engine_->recorder.last_finish());
}

void Worker::tick() {
  engine_->recorder.tick(now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now() - start_);
  tick_timer_.set(start_ + seconds + std::chrono::seconds(1) + kTickDelay);
}

}  // namespace acrida::load
