#include "capacity/standing.h"

#include <algorithm>
#include <cmath>

namespace acrida::capacity {
namespace {

// So many searches may have a probe that passes wrongly; what the confirmations may add is the rest.
constexpr double kWrongPasses = 0.5;
// Of each side's error: for probes with that aim, halved from one to the next; and for all others.
constexpr double kAimed = 0.8, kAimedRatio = 0.5;
constexpr double kUnaimedRatio = 0.8;
constexpr double kConfirmRatio = 0.4;

double geometric(double ratio, int number) { return (1 - ratio) * std::pow(ratio, number); }

}  // namespace

Standing standing_of(std::span<const ProbeResult> probes, double precision) {
  Standing now;
  for (const ProbeResult& result : probes) {
    if (result.probe.kind == ProbeKind::descend) continue;
    const double load = result.probe.load;
    if (result.verdict == Verdict::fail && (now.fail == nullptr || load < now.fail->probe.load))
      now.fail = &result;
    if (result.probe.kind != ProbeKind::confirm) continue;
    if (result.verdict == Verdict::fail || result.verdict == Verdict::undecided) {
      const double below = load / (1 + precision / 2);
      now.cap = now.cap == 0 ? below : std::min(now.cap, below);
    }
  }
  const auto counts = [&](const ProbeResult& result) {
    const double load = result.probe.load;
    return result.probe.kind != ProbeKind::descend && (now.fail == nullptr || load < now.fail->probe.load);
  };
  const auto keep_higher = [](const ProbeResult*& best, const ProbeResult& result) {
    if (best == nullptr || result.probe.load >= best->probe.load) best = &result;
  };
  for (const ProbeResult& result : probes) {
    if (!counts(result)) continue;
    const bool pass = result.verdict == Verdict::pass;
    const bool climbed = result.probe.kind == ProbeKind::climb && result.verdict == Verdict::undecided;
    if (pass || climbed) now.soft_low = std::max(now.soft_low, result.probe.load);
    if (pass) keep_higher(result.probe.kind == ProbeKind::confirm ? now.confirmed : now.pass, result);
  }
  return now;
}

Errors errors_of_next(std::span<const ProbeResult> probes, double confidence, ProbeKind kind, Aim aim) {
  const double side = (1 - confidence) / 2;
  int aimed_pass = 0, aimed_fail = 0, others = kind == ProbeKind::climb ? 0 : 1, confirmations = 0;
  for (const ProbeResult& result : probes) {
    if (result.verdict == Verdict::invalid) continue;
    if (result.probe.kind == ProbeKind::confirm) ++confirmations;
    if (result.probe.kind != ProbeKind::narrow || kind == ProbeKind::climb) continue;
    ++others;
    if (result.probe.settings.aim == Aim::pass) ++aimed_pass;
    if (result.probe.settings.aim == Aim::fail) ++aimed_fail;
  }
  const double other = (1 - kAimed) * geometric(kUnaimedRatio, others);
  Errors errors{kWrongPasses * (aim == Aim::pass ? kAimed * geometric(kAimedRatio, aimed_pass) : other),
                side * (aim == Aim::fail ? kAimed * geometric(kAimedRatio, aimed_fail) : other)};
  if (kind == ProbeKind::confirm) errors.pass = side / kWrongPasses * geometric(kConfirmRatio, confirmations);
  return errors;
}

}  // namespace acrida::capacity
