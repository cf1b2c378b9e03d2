#include "capacity/evidence.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <acrida/random.h>

#include "tests/fakes/queue_simulation.h"

namespace acrida::capacity {
namespace {

std::vector<Tick> ticks_of(fakes::QueueSimulation queue, int count) {
  std::vector<Tick> ticks;
  for (int i = 0; i < count; ++i) ticks.push_back(queue.tick());
  return ticks;
}

TEST(Batches, AreAtLeastAsManyAsWantedWhereThereAreEnoughTicks) {
  EXPECT_EQ(batches_of(7).count, 7u);
  EXPECT_EQ(batches_of(63).count, 63u);
  EXPECT_EQ(batches_of(64).count, 32u);
  EXPECT_EQ(batches_of(200).length, 6u);
}

TEST(Inflation, IsOneWhenRequestsMissIndependently) {
  Random random(1);
  std::vector<Tick> ticks(400);
  for (Tick& tick : ticks) {
    tick.rules = {{0, 1000}};
    for (int i = 0; i < 1000; ++i) tick.rules[0].misses += random.chance(0.01) ? 1 : 0;
  }
  EXPECT_NEAR(inflation_of(ticks, 0), 1, 0.6);
}

TEST(Inflation, IsTheSizeOfBurstsThatAreAllOfOneSize) {
  Random random(1);
  std::vector<Tick> ticks(6400);
  for (Tick& tick : ticks) tick.rules = {{random.chance(0.1) ? std::uint64_t{50} : 0, 1000}};
  // One tick in ten has a burst of 50: 50·(1 − 0.1)/(1 − 0.005).
  EXPECT_NEAR(inflation_of(ticks, 0), 45.2, 45.2 * 0.5);
}

TEST(Inflation, IsOneWhenNothingMissed) {
  Tick tick;
  tick.rules = {{0, 100}};
  const std::vector<Tick> ticks(10, tick);
  EXPECT_EQ(inflation_of(ticks, 0), 1);
}

TEST(Memory, IsThatOfAQueueWhoseMemoryIsKnown) {
  // M/M/1 at 80 %: (1 + ρ) / (μ (1 − ρ)²), far below a tick at 1000 a second, half of one at 100.
  for (const double rate : {1000.0, 100.0}) {
    const double capacity = rate / 0.8;
    const double memory = 1.8 / (capacity * 0.04);
    double sum = 0;
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
      sum += memory_of(ticks_of(fakes::QueueSimulation({.mean_s = 1 / capacity}, rate, seed), 2000));
    }
    EXPECT_NEAR(sum / 5, memory, memory * 0.25) << rate << " a second";
  }
}

TEST(Memory, IsTheMeanLatencyWhenNothingEverWaits) {
  Tick tick;
  tick.completed = 100;
  tick.in_flight = 2;
  tick.latency_s = 5;
  const std::vector<Tick> ticks(10, tick);
  EXPECT_DOUBLE_EQ(memory_of(ticks), 0.05);
}

TEST(Chance, IsTheBinomialsWhenDegreesAreMany) {
  // P[Bin(1000, 0.01) <= 4], and P[… > 18] + P[… = 18]/2.
  EXPECT_NEAR(chance_of_so_few(0.004, 1000, 0.01, 1e6), 0.028686, 0.001);
  EXPECT_NEAR(chance_of_so_many(0.018, 1000, 0.01, 1e6), 0.010369, 0.0007);
  // 0.99^459: the smallest number of requests without a miss that proves 99 % with 99 %.
  EXPECT_NEAR(chance_of_so_few(0, 459, 0.01, 1e6), 0.009918, 0.002);
}

TEST(Chance, IsLessCertainWhenTheInflationRestsOnFewBatches) {
  EXPECT_GT(chance_of_so_few(0.004, 1000, 0.01, 5), chance_of_so_few(0.004, 1000, 0.01, 50));
  EXPECT_GT(chance_of_so_many(0.018, 1000, 0.01, 5), chance_of_so_many(0.018, 1000, 0.01, 50));
}

TEST(Tails, AreThoseOfTheTables) {
  EXPECT_NEAR(normal_tail(1.959964), 0.025, 1e-6);
  EXPECT_NEAR(t_tail(2.262, 9), 0.025, 2e-4);
  EXPECT_NEAR(t_tail(-2.262, 9), 0.975, 2e-4);
}

}  // namespace
}  // namespace acrida::capacity
