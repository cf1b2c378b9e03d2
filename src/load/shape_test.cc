#include "load/shape.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

const Shape kTrapezoid({{0s, 0}, {10s, 100}, {20s, 100}, {30s, 0}});

TEST(Shape, GoesInStraightLinesFromPointToPoint) {
  EXPECT_EQ(kTrapezoid.level_at(0s), 0);
  EXPECT_EQ(kTrapezoid.level_at(5s), 50);
  EXPECT_EQ(kTrapezoid.level_at(15s), 100);
  EXPECT_EQ(kTrapezoid.level_at(29s), 10);
  EXPECT_EQ(kTrapezoid.level_at(1h), 0);
  EXPECT_EQ(kTrapezoid.peak(), 100);
  EXPECT_EQ(kTrapezoid.end(), 30s);
}

TEST(Shape, TakesTheLaterOfTwoPointsAtOneTime) {
  const Shape step({{0s, 10}, {5s, 10}, {5s, 20}, {10s, 20}});
  EXPECT_EQ(step.level_at(5s - 1ns), 10);
  EXPECT_EQ(step.level_at(5s), 20);
  EXPECT_EQ(step.area_until(10s), 150);
  EXPECT_EQ(step.time_of_area(50), 5s);
  EXPECT_EQ(step.time_of_area(70), 6s);
}

TEST(Shape, KnowsItsArea) {
  EXPECT_DOUBLE_EQ(kTrapezoid.area_until(10s), 500);
  EXPECT_DOUBLE_EQ(kTrapezoid.area_until(20s), 1500);
  EXPECT_DOUBLE_EQ(kTrapezoid.area_until(1h), 2000);
}

TEST(Shape, NeverReachesMoreThanItsArea) {
  EXPECT_EQ(kTrapezoid.time_of_area(2000), 30s);
  EXPECT_EQ(kTrapezoid.time_of_area(2000.1), base::Duration::max());
  EXPECT_EQ(Shape(0.0).time_of_area(1), base::Duration::max());
}

TEST(Shape, BringsArrivalsEvenlyAtAConstantLevel) {
  const Shape steady(200);
  EXPECT_EQ(steady.time_of_area(0), 0s);
  EXPECT_EQ(steady.time_of_area(1), 5ms);
  EXPECT_EQ(steady.time_of_area(200'000), 1000s);
}

TEST(Shape, BeginsOnlyAtItsFirstPointIfThatIsLater) {
  const Shape late({{10s, 0}, {20s, 10}});
  EXPECT_EQ(late.time_of_area(0), 10s);
  EXPECT_EQ(late.time_of_area(50), 20s);
}

RC_GTEST_PROP(Shape, InvertsItsOwnArea, ()) {
  std::vector<Shape::Point> points;
  base::Duration at = 0s;
  for (int i = *rc::gen::inRange(1, 8); i > 0; --i) {
    points.push_back({at, static_cast<double>(*rc::gen::inRange(0, 2000))});
    at += std::chrono::milliseconds(*rc::gen::inRange(0, 30'000));
  }
  const Shape shape(points);
  const double area = *rc::gen::inRange(0, 1000) / 999.0 * shape.area_until(shape.end() + 1s);
  const auto time = shape.time_of_area(area);
  RC_ASSERT(time >= 0s);
  if (time != base::Duration::max()) RC_ASSERT(std::abs(shape.area_until(time) - area) < 1e-4);
}

TEST(Shape, TellsWhenItsFirstRiseIsOver) {
  EXPECT_EQ(Shape(5).first_rise(), base::Duration(0s));
  EXPECT_EQ(Shape({{0s, 0}, {30s, 100}, {120s, 100}, {130s, 200}}).first_rise(), base::Duration(30s));
  EXPECT_EQ(Shape({{0s, 0}, {10s, 50}, {30s, 100}}).first_rise(), base::Duration(30s));
  EXPECT_EQ(Shape({{0s, 10}, {30s, 10}, {30s, 20}}).first_rise(), base::Duration(0s));
}

}  // namespace
}  // namespace acrida::load
