#include "app/acrida/doctor/bystanders.h"

#include <gtest/gtest.h>

namespace acrida::app::doctor {
namespace {

using namespace std::chrono_literals;

CoreTime at(base::Duration when, base::Duration ours, const CoreTicks& ticks) { return {ticks, when, ours}; }

// Ten seconds of two cores, of which we ran for 12 s.
std::optional<Bystanders> ten_seconds(const CoreTicks& before, const CoreTicks& after) {
  return bystanders_between(at(100s, 1s, before), at(110s, 13s, after));
}

TEST(DoctorBystanders, AreWhatTheCoresDidAndWeDidNot) {
  const CoreTicks before{.programs = 500, .hard_interrupts = 7, .idle = 1000};
  const CoreTicks after{.programs = 500 + 1500, .hard_interrupts = 9, .soft_interrupts = 200, .idle = 1298};
  const auto found = ten_seconds(before, after);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->others, 0.3, 1e-9);
  EXPECT_EQ(found->stolen, 0);
}

TEST(DoctorBystanders, CountSoftInterruptsWhereOurOwnTimeHoldsThem) {
  const CoreTicks after{.programs = 1000, .soft_interrupts = 500, .idle = 500};
  const auto found = ten_seconds({}, after);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->others, 0.3, 1e-9);
}

TEST(DoctorBystanders, AreNeverLessThanNone) {
  const auto found = ten_seconds({}, {.programs = 1100, .idle = 900});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->others, 0);
}

TEST(DoctorBystanders, HaveTheStolenPartOfAllTime) {
  const auto found = ten_seconds({}, {.programs = 1200, .stolen = 100, .idle = 700});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->stolen, 0.05, 1e-9);
}

TEST(DoctorBystanders, AreUnknownWhereTheTicksAreMissingOrStandStill) {
  const CoreTicks ticks{.programs = 5, .idle = 5};
  EXPECT_FALSE(ten_seconds(ticks, ticks));
  EXPECT_FALSE(bystanders_between({std::nullopt, 1s, 0s}, at(2s, 0s, ticks)));
  EXPECT_FALSE(bystanders_between(at(1s, 0s, {}), {std::nullopt, 2s, 0s}));
}

}  // namespace
}  // namespace acrida::app::doctor
