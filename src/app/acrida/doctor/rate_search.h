// Which rate to try next, when the highest one that is kept is looked for.
#pragma once

#include <optional>

namespace acrida::app::doctor {

// Doubles the rate while it is kept (takes an eighth of it while it is not, should the first one be too
// high), then halves the gap, as a ratio, between the highest rate that was kept and the lowest that was not.
// Pure.
class RateSearch {
 public:
  static constexpr double kGap = 1.1;  // small enough: highest kept to lowest not kept
  static constexpr double kLowest = 10, kHighest = 10e6;

  explicit RateSearch(double first) : next_(first) {}

  // nullopt: it is over.
  std::optional<double> next() const { return next_; }
  // What came of the rate that was next.
  void note(bool kept);
  // nullopt: none was.
  std::optional<double> highest_kept() const { return kept_; }

 private:
  std::optional<double> next_, kept_, missed_;
};

}  // namespace acrida::app::doctor
