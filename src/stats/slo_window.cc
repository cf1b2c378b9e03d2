#include "stats/slo_window.h"

#include <algorithm>
#include <utility>

namespace acrida::stats {

void SloWindow::add(std::int64_t second, SloCounts counts) {
  told_.push_back({second, std::move(counts)});
  const auto length = static_cast<std::size_t>(rule_->window->count());
  full_ = full_ || told_.size() >= length;
  if (told_.size() < length + kPatience) return;
  settled_ = worse_of(*rule_, settled_, value_at(length - 1));
  told_.pop_front();
}

void SloWindow::add_late(std::int64_t second, const SloCounts& counts) {
  if (told_.empty() || second > told_.back().second) return;
  const std::int64_t index = std::max<std::int64_t>(0, second - told_.front().second);
  told_[static_cast<std::size_t>(index)].counts.merge(counts);
}

std::optional<double> SloWindow::last() const {
  return told_.size() < static_cast<std::size_t>(rule_->window->count()) ? std::nullopt
                                                                         : value_at(told_.size() - 1);
}

std::optional<double> SloWindow::worst(std::int64_t end) const {
  std::optional<double> worst = settled_;
  for (auto last = static_cast<std::size_t>(rule_->window->count()) - 1; last < told_.size(); ++last) {
    if (told_[last].second < end) worst = worse_of(*rule_, worst, value_at(last));
  }
  return worst;
}

std::optional<double> SloWindow::value_at(std::size_t last) const {
  const auto length = static_cast<std::size_t>(rule_->window->count());
  SloCounts sum;
  for (std::size_t i = last + 1 - length; i <= last; ++i) sum.merge(told_[i].counts);
  return sum.value(*rule_, static_cast<double>(length));
}

}  // namespace acrida::stats
