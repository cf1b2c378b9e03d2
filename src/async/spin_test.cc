#include "async/spin.h"

#include <chrono>

#include <gtest/gtest.h>

namespace acrida::async {
namespace {

using namespace std::chrono_literals;

// How many of the next waits are spins, when each spin ends like this.
int spins_of(Spin& spin, int waits, bool something_comes, base::Duration took) {
  int spins = 0;
  for (int i = 0; i < waits; ++i) {
    if (!spin.worth(1)) continue;
    ++spins;
    spin.ended(something_comes, took);
  }
  return spins;
}

TEST(Spin, IsWorthItOnlyWhileFewAnswersAreAwaited) {
  Spin spin;
  EXPECT_FALSE(spin.worth(0));
  EXPECT_TRUE(spin.worth(1));
  EXPECT_TRUE(spin.worth(Spin::kFew));
  EXPECT_FALSE(spin.worth(Spin::kFew + 1));
}

TEST(Spin, GoesOnAsLongAsAnswersCome) {
  Spin spin;
  EXPECT_EQ(spins_of(spin, 1000, true, 20us), 1000);
}

TEST(Spin, HardlySpinsForASlowServer) {
  Spin spin;
  EXPECT_LT(spins_of(spin, 10'000, false, Spin::kLongest), 25);
}

TEST(Spin, ComesBackWhenTheServerIsFastAgain) {
  Spin spin;
  spins_of(spin, 10'000, false, Spin::kLongest);
  EXPECT_GT(spins_of(spin, 10'000, true, 20us), 8'000);
}

TEST(Spin, StaysAwayLongFromACoreThatSomebodyElseWants) {
  Spin spin;
  EXPECT_LT(spins_of(spin, 10'000, true, 3ms), 4);
}

}  // namespace
}  // namespace acrida::async
