#include "capacity/queue_fit.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/fakes/queue_simulation.h"

namespace acrida::capacity {
namespace {

RateLevel measured(const fakes::QueueService& service, double rate, std::uint64_t seed) {
  fakes::QueueSimulation queue(service, rate, seed);
  queue.tick(20);
  double latency = 0, completed = 0;
  for (int second = 0; second < 200; ++second) {
    const Tick tick = queue.tick();
    latency += tick.latency_s;
    completed += static_cast<double>(tick.completed);
  }
  return {.rate = completed / 200, .mean_latency_s = latency / completed};
}

std::vector<RateLevel> probes_of(const fakes::QueueService& service, std::uint64_t seed) {
  const double capacity = service.servers / service.mean_s;
  std::vector<RateLevel> levels;
  for (const double part : {0.2, 0.4, 0.55, 0.65, 0.72, 0.78}) {
    levels.push_back(measured(service, part * capacity, seed++));
  }
  return levels;
}

TEST(ErlangC, IsTheUtilisationOfOneServer) { EXPECT_NEAR(erlang_c(1, 0.7), 0.7, 1e-12); }
TEST(ErlangC, IsThatOfTheTables) {
  EXPECT_NEAR(erlang_c(2, 1.4), 2 * 0.49 / 1.7, 1e-12);  // 2ρ² / (1 + ρ)
  EXPECT_NEAR(erlang_c(10, 8), 0.4092, 1e-3);
}

TEST(QueueModel, IsPollaczekAndKhinchinesForOneServer) {
  const QueueModel constant{.service_s = 0.01, .scv = 0, .servers = 1};
  EXPECT_NEAR(constant.mean_latency_s(80).value(), 0.01 + 0.8 * 0.01 / (2 * 0.2), 1e-12);
  EXPECT_FALSE(constant.mean_latency_s(100));
}

TEST(QueueFit, FindsTheServiceOfOneExponentialServer) {
  const auto fit = fit_queue(probes_of({.mean_s = 0.002}, 1));
  ASSERT_TRUE(fit);
  EXPECT_FALSE(fit->withdrawn);
  EXPECT_NEAR(fit->model.capacity(), 500, 40);
  EXPECT_NEAR(fit->held_out_latency_s.estimate, fit->held_out.mean_latency_s,
              0.1 * fit->held_out.mean_latency_s);
}

TEST(QueueFit, PredictsWhatThreeReplicasWouldDo) {
  const auto fit = fit_queue(probes_of({.mean_s = 0.002}, 3));
  ASSERT_TRUE(fit);
  const auto three = predict_replicas(*fit, {340, 360}, 3);
  ASSERT_TRUE(three);
  EXPECT_NEAR(three->behind_splitter.estimate, 3 * 350, 2);
  EXPECT_EQ(three->behind_splitter.band.low, 3 * 340);
  // M/M/3 with the mean latency of M/M/1 at 70 %, 6.67 ms: at 1330 a second.
  EXPECT_NEAR(three->behind_shared_queue.estimate, 1330, 60);
  EXPECT_LT(three->behind_shared_queue.band.low, three->behind_shared_queue.estimate);
  EXPECT_GT(three->behind_shared_queue.estimate, three->behind_splitter.estimate);
}

TEST(QueueFit, IsWithdrawnWhenTheHeldOutProbeSaysOtherwise) {
  auto levels = probes_of({.mean_s = 0.002}, 1);
  levels[4].mean_latency_s *= 2;
  const auto fit = fit_queue(levels);
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->withdrawn);
  EXPECT_EQ(fit->held_out.rate, levels[4].rate);
}

TEST(QueueFit, BelievesWhatAnOverloadedServiceHasShown) {
  auto levels = probes_of({.mean_s = 0.002}, 1);
  for (auto& level : levels) level.error_s = 0.2 * level.mean_latency_s;  // as of short probes
  const auto fit = fit_queue(levels, 0, 498);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->model.servers, 1);
  EXPECT_NEAR(fit->model.capacity(), 498, 0.031 * 498);
  for (const auto& drawn : fit->drawn) EXPECT_NEAR(drawn.capacity(), 498, 0.031 * 498);
}

TEST(QueueFit, SaysThatNoQueueIsFullAtARateThatWasServed) {
  EXPECT_FALSE(fit_queue(probes_of({.mean_s = 0.002}, 1), 0, 100));
}

TEST(QueueFit, SaysThatThreeRatesAreTooFew) {
  auto levels = probes_of({.mean_s = 0.002}, 1);
  levels.resize(3);
  const auto fit = fit_queue(levels);
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().message, "a queueing model needs four stable rates, there are 3");
}

}  // namespace
}  // namespace acrida::capacity
