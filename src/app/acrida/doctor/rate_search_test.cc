#include "app/acrida/doctor/rate_search.h"

#include <gtest/gtest.h>

namespace acrida::app::doctor {
namespace {

struct Found {
  std::optional<double> highest;
  int steps;
};

// On a machine that keeps every rate up to `limit`.
Found search(double first, double limit) {
  RateSearch search(first);
  int steps = 0;
  while (const auto rate = search.next()) {
    search.note(*rate <= limit);
    ++steps;
  }
  return {search.highest_kept(), steps};
}

TEST(RateSearch, ComesWithinTenPercentOfTheLimit) {
  for (const double limit : {200.0, 1'000.0, 7'777.0, 50'000.0, 1e6}) {
    for (const double first : {100.0, 1'000.0, 20'000.0}) {
      const auto found = search(first, limit);
      ASSERT_TRUE(found.highest) << first << " " << limit;
      EXPECT_LE(*found.highest, limit);
      EXPECT_GE(*found.highest, limit / RateSearch::kGap) << first << " " << limit;
    }
  }
}

TEST(RateSearch, NeedsFewStepsWhenItBeginsNearby) {
  EXPECT_EQ(search(10'000, 45'000).steps, 4 + 3);  // 10, 20, 40, 80 thousand; then in between
}

TEST(RateSearch, GivesUpWhereNoRateIsKept) {
  const auto found = search(1'000, 0);
  EXPECT_EQ(found.highest, std::nullopt);
  EXPECT_EQ(found.steps, 3);
}

TEST(RateSearch, EndsWhereEveryRateIsKept) { EXPECT_EQ(search(1e6, 1e12).highest, 8e6); }

}  // namespace
}  // namespace acrida::app::doctor
