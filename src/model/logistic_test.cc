#include "model/logistic.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::model {
namespace {

struct Data {
  std::vector<double> x;
  std::vector<std::uint8_t> labels;
};

Data drawn(std::uint64_t seed, std::size_t rows, std::size_t columns) {
  Random random(seed);
  Data data;
  for (std::size_t row = 0; row < rows; ++row) {
    double decision = 0.3;
    for (std::size_t column = 0; column < columns; ++column) {
      data.x.push_back(random.real(-2, 2));
      decision += data.x.back() * (column % 2 == 0 ? 1.5 : -0.7);
    }
    data.labels.push_back(random.chance(1 / (1 + std::exp(-decision))));
  }
  data.labels[0] = 0;
  data.labels[1] = 1;
  return data;
}

// The largest derivative of the loss, in plain loops after the formula in the header.
double steepness(const Data& data, const Logistic& at, double c) {
  std::vector<double> gradient(at.weights.size() + 1, 0.0);
  for (std::size_t row = 0; row < data.labels.size(); ++row) {
    const double* x = &data.x[row * at.weights.size()];
    double decision = at.intercept;
    for (std::size_t i = 0; i < at.weights.size(); ++i) decision += at.weights[i] * x[i];
    const double excess = 1 / (1 + std::exp(-decision)) - data.labels[row];
    for (std::size_t i = 0; i < at.weights.size(); ++i) gradient[i] += excess * x[i];
    gradient.back() += excess;
  }
  for (std::size_t i = 0; i < at.weights.size(); ++i) gradient[i] += at.weights[i] / c;
  double steepest = 0;
  for (const double g : gradient) steepest = std::max(steepest, std::abs(g));
  return steepest;
}

TEST(Logistic, HasNoSlopeLeftAtTheOptimum) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto data = drawn(seed, 50 + 100 * seed, 1 + seed % 7);
    for (const double c : {0.01, 1.0, 100.0}) {
      const auto found = fit_logistic(data.x, 1 + seed % 7, data.labels, c);
      ASSERT_TRUE(found.ok());
      EXPECT_LT(steepness(data, *found, c), 1e-10) << "seed " << seed << ", C " << c;
      EXPECT_LE(found->steps, 12) << "seed " << seed << ", C " << c;
    }
  }
}

TEST(Logistic, LearnsTheSharesWhenTheColumnSaysNothing) {
  const std::vector<double> x(10, 0.0);
  const auto found = fit_logistic(x, 1, std::vector<std::uint8_t>{0, 0, 1, 1, 1, 1, 1, 1, 1, 1});
  EXPECT_EQ(found->weights[0], 0);
  EXPECT_NEAR(found->intercept, std::log(8.0 / 2.0), 1e-14);
}

TEST(Logistic, StaysFiniteWhenTheClassesAreSeparable) {
  // 2 log(1 + exp(−w)) + w² / 2 has its minimum where w = 2 / (1 + exp(w)); no intercept, by symmetry.
  const auto found = fit_logistic(std::vector{-1.0, 1.0}, 1, std::vector<std::uint8_t>{0, 1});
  ASSERT_TRUE(found.ok());
  EXPECT_NEAR(found->weights[0], 2 / (1 + std::exp(found->weights[0])), 1e-14);
  EXPECT_NEAR(found->intercept, 0, 1e-14);
}

TEST(Logistic, ConvergesFromFarAwayWhereAFullStepOvershoots) {
  const Data data{{-1000, 999, 1000, 1e5}, {0, 0, 1, 1}};
  const auto found = fit_logistic(data.x, 1, data.labels, 1e6);
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_LT(steepness(data, *found, 1e6), 1e-6);
}

TEST(Logistic, FitsColumnsThatRepeatEachOther) {
  Data data = drawn(1, 100, 1);
  std::vector<double> twice;
  for (const double x : data.x) twice.insert(twice.end(), {x, x});
  const auto found = fit_logistic(twice, 2, data.labels);
  EXPECT_NEAR(found->weights[0], found->weights[1], 1e-12);
}

}  // namespace
}  // namespace acrida::model
