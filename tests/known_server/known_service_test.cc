#include "tests/fakes/known_service.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace acrida::fakes {
namespace {

using namespace std::chrono_literals;

constexpr base::TimePoint kStart{1h};

// When requests that arrive at these times after kStart are answered, after kStart too.
std::vector<base::Duration> answers(const Behaviour& behaviour, const std::vector<base::Duration>& arrivals) {
  KnownService service(behaviour);
  std::vector<base::Duration> due;
  for (const auto arrival : arrivals) due.push_back(service.arrive(kStart + arrival).due - kStart);
  return due;
}

Delays delays(std::string_view text) { return Delays::parse(text).value(); }

TEST(Delays, AreWhatTheirTextSays) {
  Random random(1);
  EXPECT_EQ(delays("constant:5ms").draw(random), 5ms);
  EXPECT_EQ(delays("bimodal:2ms,50ms,0").draw(random), 2ms);
  EXPECT_EQ(delays("bimodal:2ms,50ms,1").draw(random), 50ms);
}

TEST(Delays, OfAnExponentialHaveItsMeanAndItsMedian) {
  Random random(1);
  std::vector<base::Duration> drawn;
  base::Duration sum{};
  for (int i = 0; i < 100'000; ++i) sum += drawn.emplace_back(delays("exponential:5ms").draw(random));
  std::sort(drawn.begin(), drawn.end());
  EXPECT_NEAR(base::milliseconds_of(sum) / 1e5, 5, 0.05);
  EXPECT_NEAR(base::milliseconds_of(drawn[50'000]), 5 * std::log(2), 0.05);
}

TEST(Delays, OfTwoKindsComeInTheirShares) {
  Random random(1);
  int other = 0;
  for (int i = 0; i < 100'000; ++i) other += delays("bimodal:2ms,50ms,0.1").draw(random) == 50ms;
  EXPECT_NEAR(other, 10'000, 300);
}

TEST(Delays, RefuseWhatIsNone) {
  for (const auto* text : {"", "5ms", "constant", "constant:", "constant:5ms,6ms", "uniform:5ms",
                           "bimodal:2ms", "bimodal:2ms,50ms", "bimodal:2ms,50ms,1.5", "exponential:-1s"})
    EXPECT_FALSE(Delays::parse(text)) << text;
}

TEST(KnownService, WorksOnAllAtOnceWithoutANumberOfServers) {
  EXPECT_EQ(answers({delays("constant:5ms")}, {0ms, 0ms, 1ms}), (std::vector<base::Duration>{5ms, 5ms, 6ms}));
}

TEST(KnownService, LetsRequestsQueueForTheServerThatIsFreeFirst) {
  EXPECT_EQ(answers({delays("constant:5ms"), 1}, {0ms, 1ms, 20ms}),
            (std::vector<base::Duration>{5ms, 10ms, 25ms}));
  EXPECT_EQ(answers({delays("constant:5ms"), 2}, {0ms, 1ms, 2ms, 3ms}),
            (std::vector<base::Duration>{5ms, 6ms, 10ms, 11ms}));
}

TEST(KnownService, AnswersNothingWhileItIsFrozen) {
  const Behaviour behaviour{delays("constant:5ms"), 0, Freeze{1s, 2s}};
  EXPECT_EQ(answers(behaviour, {0ms, 994ms, 995ms, 2994ms, 2995ms, 2996ms}),
            (std::vector<base::Duration>{5ms, 999ms, 3s, 3s, 3s, 3001ms}));
}

TEST(KnownService, HasItsQueueAgainAfterAFreeze) {
  const Behaviour behaviour{delays("constant:5ms"), 1, Freeze{1s, 2s}};
  EXPECT_EQ(answers(behaviour, {0s, 2s, 2s, 2s}), (std::vector<base::Duration>{5ms, 3s, 3005ms, 3010ms}));
}

TEST(KnownService, FailsInItsShare) {
  Behaviour behaviour{delays("constant:5ms")};
  behaviour.fail = 0.01;
  KnownService service(behaviour);
  int failed = 0;
  for (int i = 0; i < 100'000; ++i) failed += service.arrive(kStart).fails;
  EXPECT_NEAR(failed, 1000, 100);
}

// The time in an M/M/1 queue is exponential with the mean 1/(μ − λ).
TEST(KnownService, IsTheQueueOfTheTextbook) {
  KnownService service({delays("exponential:1ms"), 1});
  Random random(2);
  std::vector<base::Duration> times;
  auto now = kStart;
  for (int i = 0; i < 1'000'000; ++i) {
    now += base::from_seconds(random.exponential(1.0 / 700));
    times.push_back(service.arrive(now).due - now);
  }
  std::sort(times.begin(), times.end());
  for (const double p : {0.5, 0.9, 0.99}) {
    const double truth = -std::log(1 - p) / 300;
    EXPECT_NEAR(base::seconds_of(times[static_cast<std::size_t>(p * 1e6)]), truth, 0.05 * truth) << p;
  }
}

}  // namespace
}  // namespace acrida::fakes
