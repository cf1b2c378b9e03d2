#include "load/timetable.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

const std::vector<UserClass> kClasses{{"A", 3, 0, "", {}}, {"B", 1, 0, "", {}}, {"C", 1, 7, "", {}}};

std::vector<Arrival> part(const RunPlan& plan, std::uint32_t number, std::uint32_t workers) {
  Timetable timetable(plan, kClasses, number, workers);
  std::vector<Arrival> all;
  while (const auto next = timetable.next()) all.push_back(*next);
  return all;
}

RunPlan plan_of(std::vector<ArrivalStream> streams) {
  RunPlan plan;
  plan.run_time = 10s;
  plan.streams = std::move(streams);
  return plan;
}

RC_GTEST_PROP(Timetable, SplitsTheSameArrivalsBetweenAnyNumberOfWorkers, ()) {
  auto plan =
      plan_of({{Shape(*rc::gen::inRange(0, 50)), Arrivals::poisson, {}, std::vector<std::size_t>{0, 1}},
               {Shape({{0s, 0}, {5s, 30}, {9s, 3}}), Arrivals::constant, {}, std::vector<std::size_t>{2}}});
  plan.seed = *rc::gen::arbitrary<std::uint64_t>();
  if (*rc::gen::arbitrary<bool>()) plan.iterations = *rc::gen::inRange<std::uint64_t>(0, 200);
  const auto whole = part(plan, 0, 1);
  const auto workers = *rc::gen::inRange(1u, 9u);
  std::vector<Arrival> together;
  for (std::uint32_t number = 0; number < workers; ++number) {
    const auto own = part(plan, number, workers);
    RC_ASSERT(own.size() <= whole.size() / workers + plan.streams.size());
    together.insert(together.end(), own.begin(), own.end());
  }
  const auto in_order = [](std::vector<Arrival> arrivals) {
    std::sort(arrivals.begin(), arrivals.end(), [](const Arrival& a, const Arrival& b) {
      return std::pair(a.at, a.class_index) < std::pair(b.at, b.class_index);
    });
    return arrivals;
  };
  RC_ASSERT(in_order(together) == in_order(whole));
}

TEST(Timetable, GivesClassesTheirSharesByWeightWhateverTheirFixedCounts) {
  std::map<std::size_t, int> times;
  for (const auto& arrival : part(plan_of({{Shape(50), Arrivals::constant, {}, {}}}), 0, 1))
    ++times[arrival.class_index];
  EXPECT_EQ(times, (std::map<std::size_t, int>{{0, 300}, {1, 100}, {2, 100}}));
}

TEST(Timetable, MergesStreamsInTheOrderOfTime) {
  ArrivalStream even, odd;
  even.replay = {0s, 2s, 4s};
  even.of = std::vector<std::size_t>{0};
  odd.replay = {1s, 2s, 3s};
  odd.of = std::vector<std::size_t>{1};
  EXPECT_EQ(part(plan_of({even, odd}), 0, 1),
            (std::vector<Arrival>{{0s, 0}, {1s, 1}, {2s, 0}, {2s, 1}, {3s, 1}, {4s, 0}}));
}

TEST(Timetable, HasNothingAtTheEndOfTheRunAndSaysWhy) {
  auto plan = plan_of({{Shape(1), Arrivals::constant, {}, {}}});
  Timetable cut(plan, kClasses, 0, 1);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(cut.next()->at, i * 1s);
  EXPECT_EQ(cut.next(), std::nullopt);
  EXPECT_TRUE(cut.is_cut());

  plan.iterations = 3;
  Timetable counted(plan, kClasses, 0, 1);
  for (int i = 0; i < 3; ++i) EXPECT_NE(counted.next(), std::nullopt);
  EXPECT_EQ(counted.next(), std::nullopt);
  EXPECT_FALSE(counted.is_cut());
}

TEST(Timetable, LeavesOutAStreamThatNobodyWouldCarryOut) {
  EXPECT_TRUE(part(plan_of({{Shape(1), Arrivals::constant, {}, std::vector<std::size_t>{}}}), 0, 1).empty());
}

}  // namespace
}  // namespace acrida::load
