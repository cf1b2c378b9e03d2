#include "stats/phases.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

Snapshot second_of(std::int64_t second, int requests, base::Duration latency = 10ms,
                   std::uint32_t endpoints = 1) {
  Snapshot snapshot;
  snapshot.second = second;
  Sample sample;
  sample.finished = sample.intended + latency;
  for (std::uint32_t i = 0; i < endpoints; ++i) {
    for (int k = 0; k < requests; ++k) snapshot.counts.endpoints[EndpointId{i}].add(sample);
  }
  return snapshot;
}

Snapshot late(Snapshot snapshot) {
  snapshot.late = true;
  return snapshot;
}

// What was handed on, and what it makes of the phases: "ramp 0-3: 6, steady 3-9: 12".
struct Watched {
  explicit Watched(std::optional<WarmUp> warm_up)
      : phases(warm_up, [this](const Snapshot& first, std::int64_t seconds) {
          judged.merge(first.counts);
          if (!first.late) judged_seconds += seconds;
        }) {}
  std::string text() const {
    std::string text;
    for (const Phase& each : phases.phases()) {
      text += (text.empty() ? "" : ", ") + std::string(name_of(each.name)) + " " +
              std::to_string(each.from / 1s) + "-" + std::to_string(each.to / 1s) + ": " +
              std::to_string(each.all.requests);
    }
    return text;
  }
  std::uint64_t judged_requests() const {
    std::uint64_t sum = 0;
    for (const auto& [id, tally] : judged.endpoints) sum += tally.requests;
    return sum;
  }

  Second judged;
  std::int64_t judged_seconds = 0;
  Phases phases;
};

TEST(Phases, AreRampAndSteadyWithoutAWarmUpAndAllIsJudged) {
  Watched run(std::nullopt);
  for (std::int64_t i = 0; i < 3; ++i) run.phases.add(second_of(i, 2));
  run.phases.ramp_is_over(2100ms);
  for (std::int64_t i = 3; i < 6; ++i) run.phases.add(second_of(i, 2));
  run.phases.finish();
  EXPECT_EQ(run.text(), "ramp 0-3: 6, steady 3-6: 6");
  EXPECT_EQ(run.judged_requests(), 12u);
}

TEST(Phases, AreAllRampWhenTheLoadNeverWasUp) {
  Watched run(WarmUp::fixed(1s));
  run.phases.add(second_of(0, 2));
  run.phases.finish();
  EXPECT_EQ(run.text(), "ramp 0-1: 2");
  EXPECT_EQ(run.judged_requests(), 0u);
}

TEST(Phases, JudgeTheSteadyOneAloneAfterAWarmUp) {
  Watched run(WarmUp::fixed(1500ms));
  run.phases.add(second_of(0, 2));
  run.phases.ramp_is_over(500ms);
  for (std::int64_t i = 1; i < 6; ++i) run.phases.add(second_of(i, 2));
  run.phases.add(late(second_of(0, 1)));
  run.phases.add(late(second_of(2, 1)));
  run.phases.add(late(second_of(3, 1)));
  run.phases.finish();
  EXPECT_EQ(run.text(), "ramp 0-1: 3, warm-up 1-3: 5, steady 3-6: 7");
  EXPECT_EQ(run.judged_requests(), 7u);
  EXPECT_EQ(run.judged_seconds, 3);
}

TEST(Phases, ForgetWhatWasBeforeTheStatisticsStartAnew) {
  Watched run(WarmUp::fixed(1s));
  run.phases.add(second_of(0, 2));
  run.phases.ramp_is_over(500ms);
  Snapshot anew = second_of(1, 2);
  anew.starts_anew = true;
  run.phases.add(anew);
  run.phases.add(second_of(2, 2));
  EXPECT_EQ(run.text(), "warm-up 1-2: 2, steady 2-3: 2");
}

// Slow for nine seconds, then fast.
void add_transient(Watched& run, std::int64_t from, std::int64_t to) {
  for (std::int64_t i = from; i < to; ++i)
    run.phases.add(second_of(i, 10, i < 9 ? 90ms : i % 2 == 0 ? 9ms : 10ms));
}

TEST(Phases, HoldSecondsBackUntilTheSeriesTellsWhereTheWarmUpEnds) {
  Watched run(WarmUp::automatic(std::nullopt));
  run.phases.ramp_is_over(0s);
  add_transient(run, 0, 59);
  EXPECT_EQ(run.text(), "");
  run.phases.add(late(second_of(20, 1)));
  run.phases.add(late(second_of(2, 1, 90ms)));
  add_transient(run, 59, 70);
  EXPECT_EQ(run.text(), "warm-up 0-9: 91, steady 9-70: 611");
  EXPECT_EQ(run.judged_requests(), 611u);
  EXPECT_EQ(run.judged_seconds, 61);
}

TEST(Phases, DecideInTheEndOfAShortRun) {
  Watched run(WarmUp::automatic(30s));
  run.phases.ramp_is_over(0s);
  add_transient(run, 0, 30);
  run.phases.finish();
  EXPECT_EQ(run.text(), "warm-up 0-9: 90, steady 9-30: 210");
}

TEST(Phases, WaitForATenthOfALongRun) {
  EXPECT_EQ(WarmUp::automatic(20min).horizon, base::Duration(2min));
  EXPECT_EQ(WarmUp::automatic(5min).horizon, base::Duration(1min));
}

TEST(Phases, HaveAFloorBelowWhichAWarmUpNeverEnds) {
  Watched run(WarmUp::automatic(std::nullopt));
  run.phases.ramp_is_over(0s);
  for (std::int64_t i = 0; i < 60; ++i) run.phases.add(second_of(i, 10));
  EXPECT_EQ(run.text(), "warm-up 0-5: 50, steady 5-60: 550");
}

TEST(Phases, JoinHeldSecondsWhenThereAreTooManyAndLoseNothing) {
  Watched run(WarmUp::automatic(std::nullopt));
  run.phases.ramp_is_over(0s);
  for (std::int64_t i = 0; i < 60; ++i) run.phases.add(second_of(i, 10, i < 9 ? 90ms : 10ms, 500));
  EXPECT_EQ(run.phases.phases().size(), 2u);
  EXPECT_EQ(run.phases.phases()[0].from, base::Duration(0s));
  EXPECT_GE(run.phases.phases()[0].to, base::Duration(9s));
  EXPECT_LE(run.phases.phases()[0].to, base::Duration(32s));  // chunks of sixteen seconds
  EXPECT_EQ(run.phases.phases()[1].from, run.phases.phases()[0].to);
  EXPECT_EQ(run.phases.phases()[1].to, base::Duration(60s));
  EXPECT_EQ(run.phases.phases()[0].all.requests + run.phases.phases()[1].all.requests, 60u * 10 * 500);
  EXPECT_EQ(run.judged_seconds, 60 - run.phases.phases()[1].from / 1s);
}

RC_GTEST_PROP(Phases, HaveEverySecondAndEveryRequestOnce, ()) {
  const auto seconds = *rc::gen::inRange<std::int64_t>(1, 90);
  const auto ramp = *rc::gen::inRange<std::int64_t>(0, 20);
  const auto warm_up = *rc::gen::element<std::optional<WarmUp>>(
      std::nullopt, WarmUp::fixed(0s), WarmUp::fixed(7s), WarmUp::automatic(std::nullopt));
  Watched run(warm_up);
  std::uint64_t requests = 0;
  for (std::int64_t i = 0; i < seconds; ++i) {
    if (i == ramp) run.phases.ramp_is_over(std::chrono::seconds(ramp));
    const int count = *rc::gen::inRange(0, 12);
    requests += static_cast<std::uint64_t>(count);
    run.phases.add(second_of(i, count, std::chrono::milliseconds(*rc::gen::inRange(1, 90))));
  }
  run.phases.finish();
  base::Duration end{};
  std::uint64_t sum = 0;
  for (const Phase& each : run.phases.phases()) {
    RC_ASSERT(each.from == end);
    end = each.to;
    sum += each.all.requests;
  }
  RC_ASSERT(end == base::Duration(std::chrono::seconds(seconds)));
  RC_ASSERT(sum == requests);
  if (!warm_up) RC_ASSERT(run.judged_requests() == requests);
}

}  // namespace
}  // namespace acrida::stats
