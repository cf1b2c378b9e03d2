// Binary logistic regression with an L2 penalty, fitted to the exact optimum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace acrida::model {

struct Logistic {
  std::vector<double> weights;  // one a column
  double intercept = 0;
  int steps = 0;  // Newton steps taken
};

// Minimises  Σ log(1 + exp(−sᵢ (w·xᵢ + b))) + |w|² / (2c),  s = ±1, the intercept b unpenalised: what
// scikit-learn's LogisticRegression(C=c) minimises. Newton's method (iteratively reweighted least squares:
// Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, §4.4.1), the step halved until the loss
// falls (Boyd, Vandenberghe, Convex Optimization, §9.5.2). The optimum is unique; the weights reach it to
// rounding.
//
// `x` is row-major, labels.size() × columns, all finite; a label is 0 or 1, and both occur. `c` > 0. One
// Hessian of columns² doubles is kept. The error: it did not converge, which a column on a wild scale can
// bring about.
base::Result<Logistic> fit_logistic(std::span<const double> x, std::size_t columns,
                                    std::span<const std::uint8_t> labels, double c = 1.0);

}  // namespace acrida::model
