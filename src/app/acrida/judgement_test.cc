#include "app/acrida/judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::app {
namespace {

using namespace std::chrono_literals;

// A run of which each second is told as the control loop would.
struct Told {
  Told(std::initializer_list<const char*> rules, const load::RunPlan& plan = {},
       std::optional<base::Duration> warm_up = std::nullopt) {
    for (const char* rule : rules) judging.slos.push_back(stats::parse_slo(rule).value());
    judging.warm_up = warm_up;
    judgement.emplace(judging, plan, endpoints);
  }
  void second(int requests, base::Duration took, std::string_view error = {}) {
    stats::Sample sample;
    sample.endpoint = endpoints.intern("GET", "/");
    sample.finished = sample.started + took;
    sample.error_kind = error;
    stats::Snapshot snapshot;
    snapshot.second = seconds++;
    for (int i = 0; i < requests; ++i) snapshot.counts.endpoints[sample.endpoint].add(sample);
    whole.add(snapshot);
    judgement->on_snapshot(snapshot);
  }
  stats::Outcome end(base::Duration after_last_second = 0ms) {
    end_of_run.duration = std::chrono::seconds(seconds) - after_last_second;
    return judgement->outcome(whole, end_of_run, {});
  }

  Judging judging;
  stats::EndpointTable endpoints;
  stats::Totals whole{endpoints};
  std::optional<Judgement> judgement;
  load::RunEnd end_of_run;
  std::int64_t seconds = 0;
};

TEST(Judgement, IsAboutTheWholeRunWithoutAWarmUp) {
  Told run({"rps>9"});
  run.second(10, 1ms);
  run.judgement->on_spawned(900ms);
  run.second(10, 1ms);
  const auto outcome = run.end();
  EXPECT_EQ(&run.judgement->judged(run.whole), &run.whole);
  EXPECT_EQ(outcome.duration, base::Duration(2s));
  EXPECT_EQ(outcome.slos[0].actual, 10.0);
  EXPECT_EQ(outcome.phases.size(), 2u);
  EXPECT_FALSE(outcome.steady_only);
}

TEST(Judgement, CountsTheTimeInWhichAServiceWasSilentToTheEnd) {
  Told run({"rps>9"});
  run.judgement->on_spawned(0s);
  run.second(20, 1ms);
  run.end_of_run.offered = 5s;
  const auto outcome = run.end();
  EXPECT_EQ(outcome.duration, base::Duration(1s));
  EXPECT_EQ(outcome.slos[0].actual, 4.0);
  EXPECT_FALSE(outcome.slos[0].pass);
}

TEST(Judgement, TakesUsersWhoAreNotThereYetForNoStall) {
  Told run({});
  run.second(1, 900ms);
  run.judgement->on_spawned(900ms);
  for (int i = 0; i < 20; ++i) run.second(500, 1ms);
  EXPECT_FALSE(run.end().hidden);
}

TEST(Judgement, IsAboutTheSteadyPhaseWithAWarmUp) {
  Told run({"p99<50ms", "rps>9"}, {}, 1s);
  run.judgement->on_spawned(0s);
  run.second(10, 900ms, "status");
  run.second(20, 1ms);
  run.second(10, 1ms);
  const auto outcome = run.end(500ms);
  EXPECT_EQ(outcome.duration, base::Duration(1500ms));
  EXPECT_TRUE(outcome.slos[0].pass);
  EXPECT_EQ(outcome.slos[1].actual, 20.0);
  EXPECT_EQ(run.judgement->judged(run.whole).aggregated().requests, 30u);
  EXPECT_EQ(outcome.phases.back().to, base::Duration(2500ms));
  EXPECT_EQ(outcome.generator.requests, 40u);
  EXPECT_FALSE(run.judgement->findings(run.whole, outcome).failures);
}

TEST(Judgement, FindsNothingToJudgeWhenTheRunEndsWithinItsWarmUp) {
  Told run({"p99<50ms"}, {}, 5s);
  run.judgement->on_spawned(0s);
  run.second(10, 1ms);
  const auto outcome = run.end();
  EXPECT_EQ(outcome.duration, base::Duration(0s));
  EXPECT_FALSE(outcome.slos[0].pass);
}

TEST(Judgement, LetsTheRampLastUntilTheFirstRiseOfAShapeIsOver) {
  load::RunPlan plan;
  plan.streams.push_back({});
  plan.streams[0].rate = load::Shape({{0s, 0}, {2s, 100}, {9s, 100}});
  plan.users = 0;
  Told run({}, plan);
  run.judgement->on_spawned(20ms);
  for (int i = 0; i < 4; ++i) run.second(1, 1ms);
  const auto outcome = run.end();
  EXPECT_EQ(outcome.phases[0].to, base::Duration(2s));
}

TEST(Judgement, KnowsNoRampOfAConstantRate) {
  load::RunPlan plan;
  plan.streams.push_back({});
  plan.users = 0;
  Told run({}, plan);
  run.judgement->on_spawned(20ms);
  run.second(1, 1ms);
  EXPECT_EQ(run.end().phases[0].name, stats::Phase::Name::steady);
}

TEST(Judgement, SaysOnceWhyTheRunIsToBeStopped) {
  Told run({"errors<1%!2s"});
  run.second(10, 1ms, "status");
  EXPECT_EQ(run.judgement->why_stop(), std::nullopt);
  run.second(10, 1ms, "status");
  EXPECT_EQ(run.judgement->why_stop(),
            "Stopping: rule errors<1%!2s is broken 2 seconds into what is judged: 100%");
  EXPECT_EQ(run.judgement->why_stop(), std::nullopt);
}

TEST(Judgement, AllowsTheGeneratorTwoPercentOfTheStrictestLimit) {
  Told run({"p99<500ms", "service.p99<200ms", "errors<1%"});
  run.end_of_run.health.dispatch_lag.record(5ms, 100);
  const auto outcome = run.end();
  EXPECT_EQ(outcome.generator.highest_lag, base::Duration(4ms));
  EXPECT_FALSE(outcome.generator.healthy);
  EXPECT_THAT(outcome.generator.why, testing::HasSubstr("4.0 ms is allowed"));
  const auto findings = run.judgement->findings(run.whole, outcome);
  EXPECT_TRUE(findings.precision_asked);
  EXPECT_FALSE(findings.generator_healthy);
}

TEST(Judgement, AsksForNoPrecisionInClosedLoadWithoutRules) {
  Told run({});
  run.end_of_run.health.dispatch_lag.record(5ms, 100);
  const auto outcome = run.end();
  EXPECT_TRUE(outcome.generator.healthy);
  EXPECT_FALSE(run.judgement->findings(run.whole, outcome).precision_asked);
}

TEST(Judgement, LetsRulesAboutAllErrorsExcuseFailures) {
  const auto kept = [](std::initializer_list<const char*> rules) {
    Told run(rules);
    run.second(10, 1ms, "status");
    const auto outcome = run.end();
    return run.judgement->findings(run.whole, outcome).errors_kept;
  };
  EXPECT_TRUE(kept({"errors<=100%"}));
  EXPECT_FALSE(kept({"errors(GET /)<=100%"}));
  EXPECT_FALSE(kept({"errors<=100%", "errors(GET /)<50%"}));
  EXPECT_FALSE(kept({"p99<1h"}));
}

}  // namespace
}  // namespace acrida::app
