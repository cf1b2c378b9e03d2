#include "capacity/usl.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::capacity {
namespace {

constexpr double kLambda = 100, kSigma = 0.05, kKappa = 0.0005;

std::vector<UserLevel> levels_with(double noise, std::uint64_t seed = 1) {
  Random random(seed);
  std::vector<UserLevel> levels;
  for (const double users : {1, 2, 4, 8, 16, 32, 64, 96}) {
    const double exact = kLambda * users / (1 + kSigma * (users - 1) + kKappa * users * (users - 1));
    const double throughput = exact * (1 + random.real(-noise, noise));
    levels.push_back({.users = users, .throughput = throughput, .mean_latency_s = users / throughput});
  }
  return levels;
}

TEST(Usl, FindsTheLawThatMadeTheLevels) {
  const auto usl = fit_usl(levels_with(0));
  ASSERT_TRUE(usl);
  EXPECT_NEAR(usl->lambda, kLambda, 1e-6);
  EXPECT_NEAR(usl->sigma, kSigma, 1e-8);
  EXPECT_NEAR(usl->kappa, kKappa, 1e-9);
  EXPECT_NEAR(usl->peak_users.value(), std::sqrt(0.95 / 0.0005), 1e-3);
  EXPECT_NEAR(usl->throughput_at(16), levels_with(0)[4].throughput, 1e-6);
}

TEST(Usl, HoldsTheTruthInItsBandMostOfTheTime) {
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto usl = fit_usl(levels_with(0.02, seed), seed);
    ASSERT_TRUE(usl);
    held += usl->sigma_band.low <= kSigma && kSigma <= usl->sigma_band.high ? 1 : 0;
  }
  EXPECT_GE(held, 14);
}

TEST(Usl, HasNoPeakWhenThroughputNeverFalls) {
  std::vector<UserLevel> levels;
  for (const double users : {1, 2, 4, 8}) levels.push_back({.users = users, .throughput = 50 * users});
  const auto usl = fit_usl(levels);
  ASSERT_TRUE(usl);
  EXPECT_NEAR(usl->sigma, 0, 1e-9);
  EXPECT_FALSE(usl->peak_users);
}

TEST(Usl, LeavesOutALevelThatBreaksLittlesLaw) {
  auto levels = levels_with(0);
  levels[3].mean_latency_s *= 1.2;
  const auto usl = fit_usl(levels);
  ASSERT_TRUE(usl);
  ASSERT_EQ(usl->left_out.size(), 1u);
  EXPECT_EQ(usl->left_out[0].users, 8);
  EXPECT_NEAR(usl->sigma, kSigma, 1e-8);
}

TEST(Usl, CountsWhatUsersThinkAsPartOfLittlesLaw) {
  auto levels = levels_with(0);
  for (UserLevel& level : levels) {
    level.mean_think_s = level.mean_latency_s / 2;
    level.mean_latency_s /= 2;
  }
  ASSERT_TRUE(fit_usl(levels));
  EXPECT_TRUE(fit_usl(levels)->left_out.empty());
}

TEST(Usl, SaysThatTwoLevelsAreTooFew) {
  auto levels = levels_with(0);
  levels.resize(2);
  const auto usl = fit_usl(levels);
  ASSERT_FALSE(usl);
  EXPECT_EQ(
      usl.error().message,
      "the Universal Scalability Law needs three numbers of users that keep Little's law, of 2 levels 2 do");
}

}  // namespace
}  // namespace acrida::capacity
