// The worst of all windows of one rule, in memory that depends on the window's length alone.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "stats/slo_counts.h"

namespace acrida::stats {

// Windows slide by a second. One is judged for good kPatience seconds after its end, so that what comes late
// is in it; what comes later still counts in the oldest second that is left. Windows that are not full are
// not judged.
class SloWindow {
 public:
  static constexpr std::int64_t kPatience = 10;

  // REQUIRES: rule.window; the rule outlives this
  explicit SloWindow(const SloRule& rule) : rule_(&rule) {}

  // REQUIRES: second is the one after the last, or the first
  void add(std::int64_t second, SloCounts counts);
  void add_late(std::int64_t second, const SloCounts& counts);

  // Of the last window that was told; nullopt when none is full, or nothing in it was the rule's.
  std::optional<double> last() const;
  // Of all windows that end before the second `end`.
  std::optional<double> worst(std::int64_t end) const;
  bool has_been_full() const { return full_; }

 private:
  struct Told {
    std::int64_t second;
    SloCounts counts;
  };
  // Of the window that ends with this index of told_, in which it is full.
  std::optional<double> value_at(std::size_t last) const;

  const SloRule* rule_;
  std::deque<Told> told_;  // the last seconds, enough for a window and kPatience more
  std::optional<double> settled_;
  bool full_ = false;
};

}  // namespace acrida::stats
