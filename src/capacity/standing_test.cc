#include "capacity/standing.h"

#include <vector>

#include <gtest/gtest.h>

namespace acrida::capacity {
namespace {

ProbeResult result(ProbeKind kind, double load, Verdict verdict, Aim aim = Aim::either) {
  ProbeResult one;
  one.probe.kind = kind;
  one.probe.load = load;
  one.probe.settings.aim = aim;
  one.verdict = verdict;
  return one;
}

TEST(Standing, IsTheHighestPassBelowTheLowestFail) {
  const std::vector<ProbeResult> probes = {
      result(ProbeKind::climb, 10, Verdict::pass), result(ProbeKind::climb, 20, Verdict::undecided),
      result(ProbeKind::climb, 40, Verdict::fail), result(ProbeKind::narrow, 28, Verdict::fail),
      result(ProbeKind::narrow, 30, Verdict::pass)};
  const Standing now = standing_of(probes, 0.05);
  EXPECT_EQ(now.pass->probe.load, 10);
  EXPECT_EQ(now.fail->probe.load, 28);
  EXPECT_EQ(now.soft_low, 20);
  EXPECT_EQ(now.confirmed, nullptr);
}

TEST(Standing, StepsDownFromAConfirmationThatWentWrong) {
  const std::vector<ProbeResult> probes = {result(ProbeKind::narrow, 100, Verdict::pass),
                                           result(ProbeKind::confirm, 100, Verdict::undecided)};
  EXPECT_NEAR(standing_of(probes, 0.05).cap, 100 / 1.025, 1e-9);
}

TEST(Standing, DoesNotCountTheDescent) {
  const std::vector<ProbeResult> probes = {result(ProbeKind::narrow, 100, Verdict::pass),
                                           result(ProbeKind::confirm, 100, Verdict::pass),
                                           result(ProbeKind::descend, 100, Verdict::fail)};
  const Standing now = standing_of(probes, 0.05);
  EXPECT_EQ(now.fail, nullptr);
  EXPECT_EQ(now.confirmed->probe.load, 100);
}

TEST(Errors, OfAllProbesTogetherKeepWithinTheConfidence) {
  std::vector<ProbeResult> probes;
  double pass = errors_of_next(probes, 0.95, ProbeKind::climb, Aim::either).pass, confirm = 0;
  double fail = errors_of_next(probes, 0.95, ProbeKind::climb, Aim::either).fail;
  for (int i = 0; i < 60; ++i) {
    const Aim aim = i % 3 == 0 ? Aim::pass : i % 3 == 1 ? Aim::fail : Aim::either;
    const Errors errors = errors_of_next(probes, 0.95, ProbeKind::narrow, aim);
    pass += errors.pass;
    fail += errors.fail;
    probes.push_back(result(ProbeKind::narrow, 100, Verdict::undecided, aim));
    confirm += errors_of_next(probes, 0.95, ProbeKind::confirm, Aim::pass).pass;
    probes.push_back(result(ProbeKind::confirm, 100, Verdict::undecided, Aim::pass));
  }
  EXPECT_LE(fail, 0.025);
  EXPECT_LE(pass * confirm, 0.025);
  EXPECT_GT(pass * confirm, 0.015);
}

}  // namespace
}  // namespace acrida::capacity
