#include "load/assignment.h"

#include <algorithm>

namespace acrida::load {

Assignment::Assignment(const std::vector<UserClass>& classes, const ClassChoice& choice) {
  const auto is_chosen = [&](std::size_t i) {
    return !choice || std::find(choice->begin(), choice->end(), i) != choice->end();
  };
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (!is_chosen(i)) continue;
    if (classes[i].fixed_count > 0) {
      fixed_.push_back({i, classes[i].fixed_count});
    } else if (classes[i].weight > 0) {
      shares_.push_back({i, classes[i].weight, 0});
      total_weight_ += classes[i].weight;
    }
  }
  std::reverse(fixed_.begin(), fixed_.end());
}

std::size_t Assignment::next() {
  if (!fixed_.empty()) {
    Fixed& fixed = fixed_.back();
    const auto class_index = fixed.class_index;
    if (--fixed.left == 0) fixed_.pop_back();
    return class_index;
  }
  for (auto& share : shares_) share.current += share.weight;
  const auto chosen = std::max_element(shares_.begin(), shares_.end(),
                                       [](const Share& a, const Share& b) { return a.current < b.current; });
  chosen->current -= total_weight_;
  return chosen->class_index;
}

}  // namespace acrida::load
