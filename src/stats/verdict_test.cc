#include "stats/verdict.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::stats {
namespace {

TEST(Verdict, IsTheFirstThingThatApplies) {
  struct Case {
    const char* what;
    Findings findings;
    Decision expected;
  };
  const Case cases[] = {
      {"all is well", {}, {Verdict::pass, 0}},
      {"the file's own code", {.own_exit_code = 7, .output_failed = true}, {Verdict::fail, 7}},
      {"the file's own 0", {.own_exit_code = 0, .slo_broken = true, .failures = true}, {Verdict::pass, 0}},
      {"output",
       {.output_failed = true, .generator_healthy = false, .precision_asked = true},
       {Verdict::fail, 1}},
      {"invalid",
       {.generator_healthy = false, .precision_asked = true, .slo_broken = true, .failures = true},
       {Verdict::invalid, 4}},
      {"slow, but nobody asked", {.generator_healthy = false}, {Verdict::pass, 0}},
      {"a broken rule", {.precision_asked = true, .slo_broken = true, .failures = true}, {Verdict::fail, 3}},
      {"failures", {.failures = true, .listener_raised = true}, {Verdict::fail, 1}},
      {"failures by another code", {.failures = true, .exit_code_on_error = 42}, {Verdict::fail, 42}},
      {"failures that do not count", {.failures = true, .exit_code_on_error = 0}, {Verdict::pass, 0}},
      {"failures that a rule allows", {.errors_kept = true, .failures = true}, {Verdict::pass, 0}},
      {"a listener", {.errors_kept = true, .failures = true, .listener_raised = true}, {Verdict::fail, 2}},
      {"a listener, failures not counting",
       {.failures = true, .exit_code_on_error = 0, .listener_raised = true},
       {Verdict::fail, 2}},
  };
  for (const Case& each : cases) EXPECT_EQ(decide(each.findings), each.expected) << each.what;
}

RC_GTEST_PROP(Verdict, IsPassIfAndOnlyIfTheExitCodeIs0,
              (bool output, bool healthy, bool precise, bool broken, bool kept, bool failures, bool raised)) {
  Findings findings{std::nullopt, output, healthy, precise, broken, kept, failures, 1, raised};
  findings.exit_code_on_error = *rc::gen::inRange(0, 256);
  if (*rc::gen::arbitrary<bool>()) findings.own_exit_code = *rc::gen::inRange(0, 256);
  const Decision decision = decide(findings);
  RC_ASSERT((decision.verdict == Verdict::pass) == (decision.exit_code == 0));
}

}  // namespace
}  // namespace acrida::stats
