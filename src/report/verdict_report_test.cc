#include "report/verdict_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

stats::SloResult result(const char* rule, std::optional<double> actual, bool pass, bool had_requests = true) {
  return {stats::parse_slo(rule).value(), actual, had_requests, pass};
}

TEST(VerdictReport, SaysOfEachRuleWhatItAskedForAndWhatWas) {
  stats::Outcome outcome;
  outcome.verdict = stats::Verdict::fail;
  outcome.slos = {result("p99<50ms", 50.048, false), result("errors(GET /)<1%", 0.25, true),
                  result("rps>500", 1234.5, true)};
  EXPECT_EQ(slo_report(outcome),
            "Verdict: fail\n"
            "     rule                   actual      limit\n"
            "FAIL p99<50ms            50.048 ms      <50ms\n"
            "PASS errors(GET /)<1%        0.25%        <1%\n"
            "PASS rps>500              1234.5/s       >500\n");
}

TEST(VerdictReport, ExplainsAPercentileThatHasNoTimeAndARuleWithoutRequests) {
  stats::Outcome outcome;
  outcome.verdict = stats::Verdict::fail;
  outcome.slos = {result("p99<50ms", std::nullopt, false), result("p99{x}<50ms", std::nullopt, false, false)};
  const std::string text = slo_report(outcome);
  EXPECT_THAT(text, testing::HasSubstr("FAIL p99<50ms          a miss      <50ms\n"));
  EXPECT_THAT(text, testing::HasSubstr("FAIL p99{x}<50ms   no request      <50ms\n"));
  EXPECT_THAT(text,
              testing::EndsWith("a miss: so many requests failed, were dropped or got no answer that the "
                                "percentile is one of them\n"));
}

TEST(VerdictReport, SaysNothingOfARunWithoutRulesUnlessItIsInvalid) {
  stats::Outcome outcome;
  EXPECT_EQ(slo_report(outcome), "");
  outcome.verdict = stats::Verdict::invalid;
  outcome.generator.why = "It was slow.";
  EXPECT_EQ(slo_report(outcome), "Verdict: invalid\nIt was slow.\n");
}

TEST(VerdictReport, SaysWhichPhaseTheFiguresAreOf) {
  stats::Outcome outcome;
  outcome.phases = {{stats::Phase::Name::ramp, 0s, 2s, {}, 0},
                    {stats::Phase::Name::warm_up, 2s, 7s, {}, 0},
                    {stats::Phase::Name::steady, 7s, 20050ms, {}, 0}};
  EXPECT_EQ(phase_report(outcome), "");
  outcome.steady_only = true;
  EXPECT_EQ(phase_report(outcome),
            "Phases: ramp 0 s to 2 s, warm-up 2 s to 7 s, steady 7 s to 20.05 s; the figures are those of "
            "the steady "
            "phase alone\n");
}

TEST(VerdictReport, SaysWhatClosedLoadHides) {
  stats::Outcome outcome;
  EXPECT_EQ(stall_report(outcome), "");
  outcome.hidden = stats::HiddenByStalls{1021.7, 1s, 2ms, 815ms};
  EXPECT_EQ(stall_report(outcome),
            "What these figures hide: while the server stood still, for 1.00 s at the longest, its users "
            "waited, and "
            "about 1,021 requests were not sent; had they come at the usual pace, the 99th percentile would "
            "be about "
            "815 ms rather than 2.00 ms. Open load (--rate) measures that.\n");
}

}  // namespace
}  // namespace acrida::report
