#include "load/population.h"

#include <utility>

namespace acrida::load {

// Only notes it: this may come from inside a walk over all users, or from the user's own last frame.
void Inhabitant::on_user_ended(std::uint32_t) {
  among_.ended_.push_back(index_);
  among_.look_soon();
  if (keeper_ != nullptr) keeper_->on_ended(*this);
}

void Inhabitant::on_user_idle(std::uint32_t) {
  if (keeper_ != nullptr) keeper_->on_idle(*this);
}

Population::Population(Engine& engine, UserFactory& factory, std::uint32_t number, std::uint32_t workers,
                       std::atomic<std::uint32_t>& size, async::Callback on_change)
    : engine_(engine),
      factory_(factory),
      number_(number),
      workers_(workers),
      size_(size),
      on_change_(on_change),
      cut_off_timer_(engine.loop, async::Callback::to<&Population::cut_off>(this)),
      last_timer_(engine.loop, async::Callback::to<&Population::cut_off_all>(this)),
      reap_timer_(engine.loop, async::Callback::to<&Population::reap>(this)) {}

Inhabitant& Population::make(std::size_t class_index, Keeper* keeper) {
  const std::uint32_t index = number_ + made_++ * workers_;
  const auto [place, fresh] = live_.try_emplace(index, *this, keeper, index, class_index);
  Inhabitant& made = place->second;
  made.user_ = factory_.make_user(class_index, index, made);
  size_ = static_cast<std::uint32_t>(live_.size());
  return made;
}

Inhabitant* Population::find(std::uint32_t index) {
  const auto found = live_.find(index);
  return found == live_.end() ? nullptr : &found->second;
}

void Population::let_go(Inhabitant& who) {
  const auto timeout = engine_.plan.stop_timeout;
  if (timeout <= base::Duration::zero()) return who.user().stop();
  cut_offs_.push_back({now() + timeout, who.index()});
  if (!cut_off_timer_.is_set()) cut_off_timer_.set(cut_offs_.front().due);
  who.user().stop_gently();
}

void Population::cut_off() {
  while (!cut_offs_.empty() && cut_offs_.front().due <= now()) {
    auto* const who = find(cut_offs_.front().index);
    cut_offs_.pop_front();
    if (who != nullptr) who->user().stop();
  }
  if (!cut_offs_.empty()) cut_off_timer_.set(cut_offs_.front().due);
}

void Population::cut_off_all() {
  for (auto& [index, who] : live_) who.user().stop();
}

void Population::abort_all() {
  for (auto& [index, who] : live_) who.user().abort();
}

void Population::reap() {
  for (const auto index : std::exchange(ended_, {})) live_.erase(index);
  size_ = static_cast<std::uint32_t>(live_.size());
  on_change_();
}

void Population::finish() {
  cut_off_timer_.cancel();
  last_timer_.cancel();
}

}  // namespace acrida::load
