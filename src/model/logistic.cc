#include "model/logistic.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>
#include <Eigen/Core>

namespace acrida::model {
namespace {

using Eigen::Index;
using Eigen::VectorXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int kMaxSteps = 100;

class Problem {
 public:
  Problem(std::span<const double> x, std::size_t columns, std::span<const std::uint8_t> labels, double c)
      : x_(x.data(), Index(labels.size()), Index(columns)),
        y_(Eigen::Map<const Eigen::Matrix<std::uint8_t, Eigen::Dynamic, 1>>(labels.data(),
                                                                            Index(labels.size()))
               .cast<double>()),
        c_(c) {}

  // `at` holds the weights and, last, the intercept.
  double loss(const VectorXd& at) const {
    // log(1 + exp(z)) − y z, in a form that does not overflow.
    const Eigen::ArrayXd z = decisions(at);
    const double fit = ((-z.abs()).exp().log1p() + z.max(0.0) - y_.array() * z).sum();
    return fit + at.head(weights()).squaredNorm() / (2 * c_);
  }

  void derivatives(const VectorXd& at, VectorXd& gradient, Eigen::MatrixXd& hessian) const {
    const Index d = weights();
    const Eigen::ArrayXd p = 1 / (1 + (-decisions(at)).exp());
    const VectorXd excess = p.matrix() - y_;
    const VectorXd curvature = (p * (1 - p)).matrix();
    gradient.head(d) = x_.transpose() * excess + at.head(d) / c_;
    gradient[d] = excess.sum();
    hessian.setZero();
    // Blockwise, so that no second matrix of the size of x is needed.
    constexpr Index kBlock = 256;
    for (Index first = 0; first < x_.rows(); first += kBlock) {
      const auto block = x_.middleRows(first, std::min(kBlock, x_.rows() - first));
      const RowMajor weighted = curvature.segment(first, block.rows()).asDiagonal() * block;
      hessian.topLeftCorner(d, d).noalias() += weighted.transpose() * block;
      hessian.col(d).head(d) += weighted.colwise().sum().transpose();
    }
    hessian.row(d).head(d) = hessian.col(d).head(d).transpose();
    hessian(d, d) = curvature.sum();
    hessian.diagonal().head(d).array() += 1 / c_;
  }

 private:
  Index weights() const { return x_.cols(); }
  Eigen::ArrayXd decisions(const VectorXd& at) const {
    return (x_ * at.head(weights())).array() + at[weights()];
  }

  Eigen::Map<const RowMajor> x_;
  VectorXd y_;
  double c_;
};

}  // namespace

base::Result<Logistic> fit_logistic(std::span<const double> x, std::size_t columns,
                                    std::span<const std::uint8_t> labels, double c) {
  const Problem problem(x, columns, labels, c);
  const auto size = Index(columns) + 1;
  VectorXd at = VectorXd::Zero(size);
  VectorXd gradient(size);
  Eigen::MatrixXd hessian(size, size);
  for (int steps = 1; steps <= kMaxSteps; ++steps) {
    const double loss = problem.loss(at);
    problem.derivatives(at, gradient, hessian);
    const VectorXd step = hessian.ldlt().solve(gradient);
    // About twice what the loss still lies above its minimum.
    const double decrement = gradient.dot(step);
    if (!std::isfinite(loss) || !std::isfinite(decrement)) break;
    double length = 1;
    // Close to the optimum rounding hides the fall of the loss, and full steps are safe.
    if (decrement > 1e-10 * (1 + loss)) {
      while (problem.loss(at - length * step) > loss - 0.25 * length * decrement && length > 1e-9)
        length /= 2;
    }
    at -= length * step;
    // Newton converges quadratically: the step just taken squared what was left.
    if (decrement <= 1e-20 * (1 + loss)) {
      return Logistic{std::vector<double>(at.data(), at.data() + columns), at[Index(columns)], steps};
    }
  }
  return base::Error{"training did not converge; look for a numeric column with values on a wild scale"};
}

}  // namespace acrida::model
