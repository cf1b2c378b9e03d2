// One error shared by many looks at growing data, none of it wasted.
#pragma once

#include <vector>

#include <acrida/export.h>

namespace acrida::capacity {

// Group-sequential boundary of the evidence of one side: by part t of the longest time, looks may have used
// t² of the error (K. Kim, D. L. DeMets, Biometrika 74 (1987)), and a look's level takes into account that
// the looks before it saw mostly the same data, by integrating the Brownian motion that has not crossed yet
// (P. Armitage, C. K. McPherson, B. C. Rowe, JRSS A 132 (1969); K. K. G. Lan, D. L. DeMets, Biometrika 70
// (1983)).
class ACRIDA_API Spending {
 public:
  // `error`: 0 < error < 1, over all looks.
  explicit Spending(double error) : error_(error) {}

  // The level at which a look at this part of the longest time, in (0, 1] and above the last one, may decide:
  // the chance of as much evidence, were it not so.
  double level_at(double part);

 private:
  double error_;
  double part_ = 0, spent_ = 0;
  // The density of the motion that has not crossed, on an even grid from low_ on; empty: it starts at 0.
  std::vector<double> density_;
  double low_ = 0, step_ = 0;
};

}  // namespace acrida::capacity
