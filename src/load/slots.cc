#include "load/slots.h"

#include <algorithm>
#include <utility>

namespace acrida::load {

Slots::Slots(Population& population, const std::vector<UserClass>& classes, const ClassChoice& choice,
             std::uint32_t number, std::uint32_t workers)
    : population_(population),
      classes_(classes),
      number_(number),
      workers_(workers),
      assignment_(classes, choice) {}

bool Slots::deal() {
  // The slots between two of ours belong to the other workers.
  for (std::uint32_t others = slots_.empty() ? number_ : workers_ - 1; others > 0; --others) {
    if (!assignment_.can_continue()) return false;
    assignment_.next();
  }
  if (!assignment_.can_continue()) return false;
  slots_.push_back({assignment_.next()});
  return true;
}

void Slots::fill(std::size_t own) {
  Inhabitant& user = population_.make(slots_[own].class_index);
  slots_[own].user = user.index();
  user.user().start();
}

void Slots::let_go(std::uint32_t user) {
  if (auto* const who = population_.find(user)) population_.let_go(*who);
}

void Slots::replace(std::size_t own) {
  let_go(slots_[own].user);
  fill(own);
}

std::vector<std::size_t> Slots::choose(const ClassChoice& choice) {
  assignment_ = Assignment(classes_, choice);
  const auto before = std::exchange(slots_, {});
  const auto open = open_;
  while (slots_.size() < before.size() && deal()) slots_.back().user = before[slots_.size() - 1].user;
  open_ = std::min(open, slots_.size());
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < open_; ++i) {
    if (slots_[i].class_index != before[i].class_index) others.push_back(i);
  }
  for (std::size_t i = open_; i < open; ++i) let_go(before[i].user);
  return others;
}

}  // namespace acrida::load
