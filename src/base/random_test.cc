#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida {
namespace {

// The first outputs of xoshiro256++ seeded by four outputs of splitmix64, computed apart from this code by a
// program that was checked against the published outputs of both (splitmix64 from seed 0: e220a8397b1dcdaf …;
// xoshiro256++ from state 1, 2, 3, 4: 41943041, 58720359, 3588806011781223 …).
TEST(Random, GivesThePublishedSequence) {
  struct Case {
    std::uint64_t seed;
    std::array<std::uint64_t, 5> expected;
  };
  const std::vector<Case> cases = {
      {0,
       {0x53175d61490b23df, 0x61da6f3dc380d507, 0x5c0fdf91ec9a7bfc, 0x02eebf8c3bbe5e1a, 0x7eca04ebaf4a5eea}},
      {42,
       {0xd0764d4f4476689f, 0x519e4174576f3791, 0xfbe07cfb0c24ed8c, 0xb37d9f600cd835b8, 0xcb231c3874846a73}},
      {std::numeric_limits<std::uint64_t>::max(),
       {0x56ccf8ce948e27b2, 0xe68588432e5a5b90, 0xe3e9b5a48119ca8b, 0x460f19495532ae73, 0xa7d62040ea9263e1}},
  };
  for (const Case& one : cases) {
    Random random(one.seed);
    for (const std::uint64_t expected : one.expected) EXPECT_EQ(random(), expected) << "seed " << one.seed;
  }
}

TEST(Random, IsStillRightAfterAMillionNumbers) {
  Random random(1);
  std::uint64_t last = 0;
  for (int i = 0; i < 1'000'000; ++i) last = random();
  EXPECT_EQ(last, 0xf78eb3f1a35c20bd);
}

TEST(Random, StartsAnewWhenSeededAgain) {
  Random random(7);
  const auto first = random();
  random();
  random.reseed(7);
  EXPECT_EQ(random(), first);
}

// Pearson's chi-square over the values of [low, high]. With k values it is about k - 1, give or take sqrt(2(k
// - 1)).
double chi_square(Random& random, std::int64_t low, std::int64_t high, int draws) {
  std::vector<int> seen(static_cast<std::size_t>(high - low + 1));
  for (int i = 0; i < draws; ++i) {
    const std::int64_t drawn = random.integer(low, high);
    if (drawn < low || drawn > high) return std::numeric_limits<double>::infinity();
    ++seen[static_cast<std::size_t>(drawn - low)];
  }
  const double expected = static_cast<double>(draws) / static_cast<double>(seen.size());
  double sum = 0;
  for (const int count : seen) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

TEST(Random, DrawsEveryWholeNumberOfASmallRangeEquallyOften) {
  Random random(2024);
  // The bounds are the 99.9th percentiles for 1, 2, 5, 6, 9 and 99 degrees of freedom.
  EXPECT_LT(chi_square(random, 0, 1, 100'000), 10.83);
  EXPECT_LT(chi_square(random, -1, 1, 100'000), 13.82);
  EXPECT_LT(chi_square(random, 1, 6, 100'000), 20.52);
  EXPECT_LT(chi_square(random, -3, 3, 100'000), 22.46);
  EXPECT_LT(chi_square(random, 126, 135, 100'000), 27.88);
  EXPECT_LT(chi_square(random, 0, 99, 1'000'000), 148.23);
}

TEST(Random, FavoursNoEndOfARangeThatIsNoPowerOfTwo) {
  // Three quarters of 2^64: taking the remainder would draw the lower third twice as often as the others.
  const std::int64_t low = std::numeric_limits<std::int64_t>::min();
  const std::int64_t high = low / -2 - 1;
  Random random(5);
  int lowest_third = 0;
  for (int i = 0; i < 90'000; ++i) {
    if (random.integer(low, high) < low / 2) ++lowest_third;
  }
  EXPECT_NEAR(lowest_third, 30'000, 5 * 142);  // 142: the standard deviation
}

TEST(Random, ReachesBothEndsAndNothingBeyond) {
  Random random(3);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.integer(29, 34));
  EXPECT_EQ(seen, (std::set<std::int64_t>{29, 30, 31, 32, 33, 34}));
}

TEST(Random, TakesRangesOfOneValueReversedAndWhole) {
  constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();
  Random random(3);
  EXPECT_EQ(random.integer(5, 5), 5);
  EXPECT_EQ(random.integer(5, 4), 5);
  EXPECT_EQ(random.integer(kHighest, kLowest), kHighest);
  bool negative = false;
  bool positive = false;
  for (int i = 0; i < 100; ++i) (random.integer(kLowest, kHighest) < 0 ? negative : positive) = true;
  EXPECT_TRUE(negative && positive);
}

TEST(Random, DrawsRealsFromZeroToBelowOne) {
  Random random(11);
  double sum = 0;
  double least = 1;
  double most = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double drawn = random.real();
    ASSERT_GE(drawn, 0.0);
    ASSERT_LT(drawn, 1.0);
    sum += drawn;
    least = std::min(least, drawn);
    most = std::max(most, drawn);
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);
  EXPECT_LT(least, 0.001);
  EXPECT_GT(most, 0.999);
  EXPECT_NEAR(random.real(0.2, 0.2), 0.2, 1e-15);
}

TEST(Random, DrawsExponentialsWithTheMeanAskedFor) {
  Random random(13);
  double sum = 0;
  int above_the_mean = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double drawn = random.exponential(0.25);
    ASSERT_GE(drawn, 0.0);
    sum += drawn;
    if (drawn > 0.25) ++above_the_mean;
  }
  EXPECT_NEAR(sum / 200'000, 0.25, 0.0025);
  EXPECT_NEAR(above_the_mean / 200'000.0, 0.36788, 0.005);  // 1/e
}

TEST(Random, TakesAChanceAsOftenAsItSays) {
  Random random(17);
  int taken = 0;
  for (int i = 0; i < 100'000; ++i) taken += random.chance(0.2) ? 1 : 0;
  EXPECT_NEAR(taken, 20'000, 5 * 127);
  EXPECT_FALSE(random.chance(0));
  EXPECT_TRUE(random.chance(1));
}

TEST(Random, PicksEveryElement) {
  Random random(19);
  const std::vector<std::string> names{"a", "b", "c"};
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random.pick(names));
  EXPECT_EQ(seen.size(), names.size());
}

}  // namespace
}  // namespace acrida
