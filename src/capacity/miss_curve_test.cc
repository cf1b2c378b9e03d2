#include "capacity/miss_curve.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::capacity {
namespace {

std::vector<CurvePoint> points_on(double limit, double slope, double effective) {
  std::vector<CurvePoint> points;
  const MissCurve truth{.allowed = 0.01, .log_limit = std::log(limit), .slope = slope};
  for (const double part : {0.9, 0.97, 1.02, 1.08}) {
    points.push_back({part * limit, truth.fraction_at(std::log(part * limit)), effective});
  }
  return points;
}

TEST(MissCurve, FindsTheLimitBetweenItsPoints) {
  for (const double slope : {8.0, 15.0, 50.0}) {
    const auto curve = fit_miss_curve(points_on(500, slope, 20'000), 0.01, 400, 600);
    EXPECT_NEAR(std::exp(curve.log_limit), 500, 5) << slope;
    EXPECT_NEAR(curve.slope, slope, slope * 0.2);
    EXPECT_NEAR(curve.fraction_at(curve.log_limit), 0.01, 1e-12);
  }
}

TEST(MissCurve, IsTheLessCertainTheLessWasSeen) {
  EXPECT_GT(fit_miss_curve(points_on(500, 15, 500), 0.01, 400, 600).error,
            2 * fit_miss_curve(points_on(500, 15, 20'000), 0.01, 400, 600).error);
}

TEST(MissCurve, LearnsFromPointsWithoutMisses) {
  const std::vector<CurvePoint> none = {{450, 0, 20'000}};
  EXPECT_GT(fit_miss_curve(none, 0.01, 400, 600).log_limit, std::log(470));
}

}  // namespace
}  // namespace acrida::capacity
