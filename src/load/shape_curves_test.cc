#include "load/shape_curves.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

TEST(ShapeCurves, LetTheLastStepBeShorterInHeight) {
  EXPECT_EQ(steps(0, 25, 10, 1s),
            (Points{{0s, 0}, {1s, 0}, {1s, 10}, {2s, 10}, {2s, 20}, {3s, 20}, {3s, 25}, {4s, 25}}));
}

TEST(ShapeCurves, StepDownWhereTheFirstLevelIsTheHigherOne) {
  EXPECT_EQ(steps(20, 10, 10, 1s), (Points{{0s, 20}, {1s, 20}, {1s, 10}, {2s, 10}}));
}

TEST(ShapeCurves, MakeNoStepOfARoundingError) {
  const auto points = steps(0, 1, 0.1, 1s);
  EXPECT_EQ(points.size(), 22U);
  EXPECT_EQ(points.size(), points_of_steps(0, 1, 0.1));
  EXPECT_EQ(points.back().level, 1);
}

TEST(ShapeCurves, AreNearlyASine) {
  const Shape shape(sine(20, 120, 10s, 25s));
  double worst = 0;
  for (auto at = 0ms; at <= 25s; at += 1ms) {
    const double phase = 2 * std::numbers::pi * base::seconds_of(at) / 10;
    worst = std::max(worst, std::abs(shape.level_at(at) - (70 - 50 * std::cos(phase))));
  }
  EXPECT_LT(worst, 0.0013 * 100);
  EXPECT_GT(worst, 0.0005 * 100);
  EXPECT_EQ(shape.points().size(), points_of_sine(10s, 25s));
  EXPECT_NEAR(shape.area_until(20s), 70 * 20, 1e-6);
  EXPECT_EQ(shape.end(), 25s);
}

TEST(ShapeCurves, EndASineWhereItsTimeIsOver) {
  const Shape shape(sine(0, 100, 10s, 5s + 1ms));
  EXPECT_EQ(shape.end(), 5s + 1ms);
  EXPECT_NEAR(shape.points().back().level, 100, 0.001);
}

TEST(ShapeCurves, AreNearlyTwoBells) {
  const Shape shape(double_wave(100, 1100, 600s));
  double worst = 0;
  for (auto at = 0ms; at <= 600s; at += 50ms) {
    const double t = base::seconds_of(at) / 40;
    const double exact = 100 + 1000 * (std::exp(-(t - 5) * (t - 5)) + std::exp(-(t - 10) * (t - 10)));
    worst = std::max(worst, std::abs(shape.level_at(at) - exact));
  }
  EXPECT_LT(worst, 0.001 * 1000);
  EXPECT_GT(worst, 0.0005 * 1000);
  EXPECT_NEAR(shape.level_at(200s), 1100, 1e-6);
  EXPECT_NEAR(shape.level_at(400s), 1100, 1e-6);
  EXPECT_NEAR(shape.level_at(0s), 100, 1e-6);
  EXPECT_LT(shape.level_at(300s), 105);
  EXPECT_EQ(shape.end(), 600s);
  EXPECT_LE(shape.peak(), 1100);
}

}  // namespace
}  // namespace acrida::load
