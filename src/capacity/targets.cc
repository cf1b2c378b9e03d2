#include "capacity/targets.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "capacity/evidence.h"

namespace acrida::capacity {
namespace {

constexpr double kUndecided = 0.2;
// That the inflation is an estimate, and that looks share the error.
constexpr double kSlack = 1.2;
// A pass also wants five hundred relaxation times, which is what an inflation counts.
constexpr double kLeastToPass = 550, kLeastToFail = 20;
constexpr double kLeastSeconds = 6;
constexpr double kLongerConfirmation = 1.1;
constexpr double kStep = 1.1, kWidest = 0.5;
// Loads closer than this, by the log, are not worth proving apart.
constexpr double kSame = 0.01;

double quantile(double tail) {
  double low = 0, high = 10;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (normal_tail(middle) > tail ? low : high) = middle;
  }
  return low;
}

double seconds_for(const Vicinity& near, double load, double error, double least) {
  const double z = quantile(error) + quantile(kUndecided);
  const double fraction = near.curve.fraction_at(std::log(load));
  const double effective = kSlack * z * z / deviance_of(fraction, 1, near.curve.allowed);
  return std::max(kLeastSeconds, std::max(least, effective) / near.effective_per_second(load));
}

}  // namespace

double seconds_to_pass(const Vicinity& near, double load, double error) {
  if (std::log(load) >= near.curve.log_limit) return std::numeric_limits<double>::infinity();
  return seconds_for(near, load, error, kLeastToPass);
}

double seconds_to_fail(const Vicinity& near, double load, double error) {
  if (std::log(load) <= near.curve.log_limit) return std::numeric_limits<double>::infinity();
  return seconds_for(near, load, error, kLeastToFail);
}

Targets choose_targets(const Vicinity& near, const Proofs& proofs, const Bracket& bracket, double precision,
                       double seconds) {
  // The limit is not exactly where the curve says: plan for the harder of the likely cases.
  Vicinity early = near, late = near;
  early.curve.log_limit -= near.curve.error / 2;
  late.curve.log_limit += near.curve.error / 2;
  const double most = bracket.cap == 0 ? bracket.high : std::max(bracket.low, bracket.cap);
  Targets targets;
  for (double half = 0.45 * std::log1p(precision); half < kWidest; half *= kStep) {
    targets = {.pass = std::clamp(std::exp(near.curve.log_limit - half), bracket.low, most),
               .fail = std::clamp(std::exp(near.curve.log_limit + half), bracket.low, bracket.high)};
    targets.needs_pass = !bracket.passed || std::log(targets.pass / bracket.low) > kSame;
    targets.needs_fail = std::log(bracket.high / targets.fail) > kSame;
    if (!targets.needs_pass) targets.pass = bracket.low;
    if (!targets.needs_fail) targets.fail = bracket.high;
    const double pass_s = seconds_to_pass(early, targets.pass, proofs.pass_error);
    if (targets.needs_pass) targets.pass_s = pass_s + proofs.around_s;
    if (targets.needs_fail)
      targets.fail_s = seconds_to_fail(late, targets.fail, proofs.fail_error) + proofs.around_s;
    if (targets.needs_pass || !bracket.confirmed) {
      targets.confirm_s =
          std::max(kLongerConfirmation * pass_s, seconds_to_pass(early, targets.pass, proofs.confirm_error)) +
          proofs.around_s;
    }
    if (targets.pass_s + targets.fail_s + targets.confirm_s <= seconds) return targets;
  }
  return {.pass = bracket.low, .fail = bracket.high};
}

}  // namespace acrida::capacity
