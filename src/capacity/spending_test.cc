#include "capacity/spending.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/random.h>

#include "capacity/evidence.h"

namespace acrida::capacity {
namespace {

double normal(Random& random) {
  return std::sqrt(random.exponential(2)) * std::cos(2 * 3.14159265358979 * random.real());
}

TEST(Spending, OfASingleLookIsTheWholeError) { EXPECT_NEAR(Spending(0.05).level_at(1), 0.05, 1e-4); }

TEST(Spending, LeavesTheLastLookMostOfTheError) {
  Spending spending(0.05);
  double last = 0;
  for (const double part : {0.125, 0.25, 0.5, 1.0}) last = spending.level_at(part);
  EXPECT_GT(last, 0.042);
  EXPECT_LT(last, 0.05);
}

TEST(Spending, ErrsAsOftenAsItMayOverAllLooks) {
  const std::vector<double> parts = {0.1, 0.13, 0.17, 0.25, 0.35, 0.5, 0.7, 1.0};
  std::vector<double> levels;
  Spending spending(0.05);
  for (const double part : parts) levels.push_back(spending.level_at(part));
  Random random(7);
  int wrong = 0;
  constexpr int kTrials = 40'000;
  for (int trial = 0; trial < kTrials; ++trial) {
    double at = 0, before = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      at += normal(random) * std::sqrt(parts[i] - before);
      before = parts[i];
      if (normal_tail(at / std::sqrt(parts[i])) <= levels[i]) {
        ++wrong;
        break;
      }
    }
  }
  EXPECT_NEAR(wrong / double{kTrials}, 0.05, 0.004);
}

}  // namespace
}  // namespace acrida::capacity
