#include "load/assignment.h"

#include <cmath>

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::load {
namespace {

std::vector<std::size_t> first(std::size_t count, const std::vector<UserClass>& classes) {
  Assignment assignment(classes);
  std::vector<std::size_t> chosen;
  while (chosen.size() < count && assignment.can_continue()) chosen.push_back(assignment.next());
  return chosen;
}

UserClass weighted(double weight) { return {"w", weight, 0, ""}; }
UserClass fixed(std::uint32_t count) { return {"f", 1, count, ""}; }

TEST(Assignment, SpreadsWeightsSmoothly) {
  EXPECT_EQ(first(7, {weighted(5), weighted(1), weighted(1)}),
            (std::vector<std::size_t>{0, 0, 1, 0, 2, 0, 0}));
}

TEST(Assignment, MakesFixedCountsFirst) {
  EXPECT_EQ(first(6, {weighted(1), fixed(2), fixed(1)}), (std::vector<std::size_t>{1, 1, 2, 0, 0, 0}));
}

TEST(Assignment, EndsWhenOnlyFixedCountsWereAskedFor) {
  EXPECT_EQ(first(10, {fixed(1), fixed(2)}), (std::vector<std::size_t>{0, 1, 1}));
}

TEST(Assignment, MakesNoneOfWeightZero) {
  EXPECT_EQ(first(3, {weighted(0), weighted(1)}), (std::vector<std::size_t>{1, 1, 1}));
  EXPECT_TRUE(first(3, {weighted(0)}).empty());
}

TEST(Assignment, EveryBeginningHasTheSharesToWithinOneUserAClass) {
  Random random(11);
  for (int round = 0; round < 50; ++round) {
    std::vector<UserClass> classes;
    double total = 0;
    for (int i = 0; i < 5; ++i) {
      classes.push_back(weighted(static_cast<double>(random.integer(1, 20))));
      total += classes.back().weight;
    }
    Assignment assignment(classes);
    std::vector<double> made(classes.size());
    for (int n = 1; n <= 500; ++n) {
      ++made[assignment.next()];
      for (std::size_t c = 0; c < classes.size(); ++c) {
        EXPECT_NEAR(made[c], n * classes[c].weight / total, static_cast<double>(classes.size() - 1));
      }
    }
  }
}

// The laws of chance would let each share stray by sqrt(n p (1-p)); this stays within one user of it.
TEST(Assignment, IsNeverMoreThanOneUserPerClassAwayFromItsSharesInAMillion) {
  const std::vector<UserClass> classes{{"A", 1, 0, "", {}}, {"B", 2.5, 0, "", {}}, {"C", 96.5, 0, "", {}}};
  Assignment assignment(classes);
  std::vector<double> made(classes.size());
  for (int n = 1; n <= 1'000'000; ++n) {
    ++made[assignment.next()];
    if (n % 1000 != 0) continue;
    for (std::size_t i = 0; i < classes.size(); ++i)
      ASSERT_LE(std::abs(made[i] - n * classes[i].weight / 100), 1.5) << n;
  }
}

}  // namespace
}  // namespace acrida::load
