// Which rate to try next, when the highest one that is kept is looked for.
#pragma once

#include <optional>

namespace acrida::app::doctor {

// Doubles the rate while it is kept (halves it while it is not, should the first one be too high), then
// halves the gap, as a ratio, between the highest rate that was kept and the lowest that was not. Pure.
class RateSearch {
 public:
  static constexpr int kBisections = 3;  // the gap is then 2^(1/8): 9 %
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
  int bisections_ = 0;
};

}  // namespace acrida::app::doctor
