#include "load/ramp.h"

#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

const base::TimePoint kStart{5s};

TEST(Ramp, OpensOneSlotAtItsBeginningAndTheOthersAtTheRate) {
  const Ramp ramp(kStart, 0, 5, 2);
  EXPECT_EQ(ramp.due_of(0), kStart);
  EXPECT_EQ(ramp.due_of(4), kStart + 2s);
  EXPECT_EQ(ramp.level_at(kStart - 1ns), 0u);
  EXPECT_EQ(ramp.level_at(kStart), 1u);
  EXPECT_EQ(ramp.level_at(kStart + 499ms), 1u);
  EXPECT_EQ(ramp.level_at(kStart + 500ms), 2u);
  EXPECT_EQ(ramp.level_at(kStart + 1h), 5u);
}

TEST(Ramp, ClosesTheLastSlotFirst) {
  const Ramp ramp(kStart, 5, 3, 10);
  EXPECT_EQ(ramp.due_of(4), kStart);
  EXPECT_EQ(ramp.due_of(3), kStart + 100ms);
  EXPECT_EQ(ramp.level_at(kStart), 4u);
  EXPECT_EQ(ramp.level_at(kStart + 1h), 3u);
}

TEST(Ramp, ToWhereItIsDoesNothing) {
  const Ramp ramp(kStart, 5, 5, 1);
  EXPECT_EQ(ramp.level_at(kStart + 1h), 5u);
}

// The level counts exactly the slots whose moment has come.
RC_GTEST_PROP(Ramp, ItsLevelAgreesWithItsMoments, ()) {
  const auto from = *rc::gen::inRange<std::uint32_t>(0, 200);
  const auto to = *rc::gen::inRange<std::uint32_t>(0, 200);
  const double rate = *rc::gen::inRange(1, 100'000) / 97.0;
  const Ramp ramp(kStart, from, to, rate);
  const auto time = kStart + base::Duration(*rc::gen::inRange<std::int64_t>(-1'000, 300'000'000'000));
  std::uint32_t level = from;
  for (std::uint32_t slot = from; slot < to; ++slot) level += ramp.due_of(slot) <= time ? 1u : 0u;
  for (std::uint32_t slot = to; slot < from; ++slot) level -= ramp.due_of(slot) <= time ? 1u : 0u;
  RC_ASSERT(ramp.level_at(time) == level);
}

}  // namespace
}  // namespace acrida::load
