#include "stats/verdict.h"

namespace acrida::stats {
namespace {

constexpr int kInvalid = 4, kSloBroken = 3, kListenerRaised = 2, kOutputFailed = 1;

int exit_code_of(const Findings& findings) {
  if (findings.own_exit_code) return *findings.own_exit_code;
  if (findings.output_failed) return kOutputFailed;
  if (!findings.generator_healthy && findings.precision_asked) return kInvalid;
  if (findings.slo_broken) return kSloBroken;
  if (findings.failures && !findings.errors_kept && findings.exit_code_on_error != 0)
    return findings.exit_code_on_error;
  return findings.listener_raised ? kListenerRaised : 0;
}

}  // namespace

Decision decide(const Findings& findings) {
  const int exit_code = exit_code_of(findings);
  const bool invalid = !findings.generator_healthy && findings.precision_asked && exit_code == kInvalid;
  return {exit_code == 0 ? Verdict::pass : invalid ? Verdict::invalid : Verdict::fail, exit_code};
}

}  // namespace acrida::stats
