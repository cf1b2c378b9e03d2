#include "capacity/targets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

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
// From the closest interval outwards: to half of the limit on each side, at the usual precision.
constexpr double kStep = 1.1;
constexpr int kSteps = 33;
// Loads closer than this, by the log, are not worth proving apart.
constexpr double kSame = 0.01;

double seconds_for(const Vicinity& near, double load, double error, double least) {
  const double z = normal_quantile(error) + normal_quantile(kUndecided);
  const double fraction = near.curve.fraction_at(std::log(load));
  const double effective = kSlack * z * z / deviance_of(fraction, 1, near.curve.allowed);
  return std::max(kLeastSeconds, std::max(least, effective) / near.effective_per_second(load));
}

struct Target {
  double load = 0;
  double proof_s = 0, confirm_s = 0;
};

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
  const double limit = near.curve.log_limit, closest = 0.45 * std::log1p(precision);
  const double most = bracket.cap == 0 ? bracket.failed : std::min(bracket.cap, bracket.failed);

  // What is proven already costs nothing.
  std::vector<Target> passes, fails = {{.load = bracket.failed}};
  if (bracket.confirmed != 0) passes.push_back({.load = bracket.confirmed});
  const auto try_pass = [&](double load) {
    load = std::clamp(load, bracket.lowest, std::max(bracket.lowest, most));
    if (bracket.confirmed != 0 && std::log(load / bracket.confirmed) < kSame) return;
    if (load > bracket.passed && std::log(bracket.failed / load) < kSame) return;
    Target target{.load = load};
    const double proof_s = seconds_to_pass(early, load, proofs.pass_error);
    if (load > bracket.passed) target.proof_s = proof_s + proofs.around_s;
    target.confirm_s = proofs.around_s + seconds_to_pass(early, load, proofs.confirm_error);
    if (load >= bracket.passed) {
      const double longer = kLongerConfirmation * (load > bracket.passed ? proof_s : bracket.passed_s);
      target.confirm_s = std::max(target.confirm_s, longer + proofs.around_s);
    }
    passes.push_back(target);
  };
  if (bracket.passed != 0) try_pass(bracket.passed);
  for (int step = 0; step < kSteps; ++step) {
    const double half = closest * std::pow(kStep, step);
    try_pass(std::exp(limit - half));
    const double fail = std::max(std::exp(limit + half), bracket.low());
    if (std::log(bracket.failed / fail) > kSame && std::log(fail / bracket.low()) > kSame) {
      fails.push_back(
          {.load = fail, .proof_s = seconds_to_fail(late, fail, proofs.fail_error) + proofs.around_s});
    }
  }
  Targets best{.pass = bracket.low(), .fail = bracket.failed};
  double narrowest = std::numeric_limits<double>::infinity();
  for (const Target& pass : passes) {
    for (const Target& fail : fails) {
      const double width = std::log(fail.load / pass.load);
      if (width >= narrowest || pass.proof_s + pass.confirm_s + fail.proof_s > seconds) continue;
      narrowest = width;
      best = {.pass = pass.load,
              .fail = fail.load,
              .needs_pass = pass.proof_s > 0,
              .needs_confirmation = pass.confirm_s > 0,
              .needs_fail = fail.proof_s > 0,
              .pass_s = pass.proof_s,
              .confirm_s = pass.confirm_s,
              .fail_s = fail.proof_s};
    }
  }
  return best;
}

}  // namespace acrida::capacity
