#include "capacity/search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "capacity/standing.h"
#include "capacity/targets.h"
#include "capacity/vicinity.h"

namespace acrida::capacity {
namespace {

// Parts of the budget. The last is kept for a lower load, should the first confirmation go wrong.
constexpr double kClimbPart = 0.02, kScoutPart = 0.05, kDescendPart = 0.03, kFallbackPart = 0.1;
constexpr double kLeastSeconds = 6;
// A bracket this narrow is enough for the curve, whatever was seen.
constexpr double kNarrowEnough = 1.3;
// A proof may take so many times longer than is likely.
constexpr double kPatience = 1.5;
constexpr double kLongerConfirmation = 1.1;
// Of what is left, by the log.
constexpr double kMargin = 0.3;
// A load that passed may err, which is why it is confirmed: the curve may see the limit below it.
constexpr double kDoubtLow = 0.8, kDoubtHigh = 1.03;

}  // namespace

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::found: return "found";
    case Outcome::lowest_fails: return "lowest fails";
    case Outcome::no_fail: return "no fail";
    case Outcome::undecided: return "undecided";
    case Outcome::invalid: return "invalid";
  }
  return "?";
}

Search::Search(SearchSettings settings) : settings_(std::move(settings)) {
  limit_.confidence = settings_.confidence;
  next_ = decide();
}

void Search::tell(ProbeResult result) {
  if (result.seconds == 0) result.seconds = result.judged_s + around_s();
  spent_s_ += result.seconds;
  probes_.push_back(std::move(result));
  next_ = decide();
  if (!next_) conclude();
}

void Search::give_up(const std::string& why) {
  if (!next_) return;
  next_.reset();
  if (!probes_.empty()) conclude();
  if (limit_.outcome == Outcome::undecided || limit_.outcome == Outcome::invalid) {
    limit_.outcome = Outcome::undecided;
    limit_.reason = why;
  }
}

Probe Search::probe(ProbeKind kind, Aim aim, double load, double longest_s) const {
  Probe probe;
  probe.kind = kind;
  probe.load = load;
  probe.seed = probes_.size();
  const Errors errors = errors_of_next(probes_, settings_.confidence, kind, aim);
  probe.settings = {.rules = settings_.rules,
                    .aim = aim,
                    .pass_error = errors.pass,
                    .fail_error = errors.fail,
                    .skip_s = settings_.skip_s,
                    .longest_s = std::max(kLeastSeconds, std::floor(longest_s))};
  return probe;
}

std::optional<Probe> Search::decide() {
  if (probes_.empty()) {
    return probe(ProbeKind::climb, Aim::either, settings_.start, settings_.budget_s * kClimbPart);
  }
  const ProbeResult& last = probes_.back();
  if (last.probe.kind == ProbeKind::descend || left_s() < kLeastSeconds + around_s()) return std::nullopt;
  if (last.verdict == Verdict::invalid) {
    if (probes_.size() > 1 && probes_[probes_.size() - 2].verdict == Verdict::invalid) return std::nullopt;
    Probe again = last.probe;
    again.seed = probes_.size();
    again.settings.longest_s =
        std::max(kLeastSeconds, std::min(again.settings.longest_s, std::floor(left_s() - around_s())));
    return again;
  }
  const Standing now = standing_of(probes_, settings_.precision);
  if (now.fail == nullptr) return climb_on();
  if (now.fail->probe.load <= settings_.start) return std::nullopt;
  if (auto next = narrow()) return next;
  if (now.confirmed != nullptr) return descend();
  return std::nullopt;
}

std::optional<Probe> Search::climb_on() const {
  const ProbeResult& last = probes_.back();
  if (last.probe.kind == ProbeKind::climb && last.probe.load < settings_.highest) {
    const double load = std::min(settings_.highest, 2 * last.probe.load);
    return probe(ProbeKind::climb, Aim::either, settings_.whole ? std::floor(load) : load,
                 settings_.budget_s * kClimbPart);
  }
  // Nothing failed up to the highest load: it is proven to pass, or there is nothing to say.
  if (last.probe.kind == ProbeKind::climb && last.verdict == Verdict::undecided) {
    return probe(ProbeKind::narrow, Aim::pass, last.probe.load, left_s() / 3);
  }
  if (last.probe.kind == ProbeKind::confirm || last.verdict != Verdict::pass) return std::nullopt;
  return confirm(last.probe.load, left_s() / 2, left_s() - around_s());
}

std::optional<Probe> Search::narrow() {
  const Standing now = standing_of(probes_, settings_.precision);
  const Bracket bracket{.lowest = settings_.start,
                        .passed = now.pass == nullptr ? 0 : now.pass->probe.load,
                        .confirmed = now.confirmed == nullptr ? 0 : now.confirmed->probe.load,
                        .failed = now.fail->probe.load,
                        .cap = now.cap,
                        .passed_s = now.pass == nullptr ? 0 : now.pass->judged_s};
  const auto narrow_enough = [&](double pass) {
    return pass != 0 && (bracket.failed / pass <= 1 + settings_.precision ||
                         (settings_.whole && bracket.failed - pass <= 1));
  };
  if (narrow_enough(bracket.confirmed)) return std::nullopt;

  // A load between those that passed and failed; nullopt when no whole number is.
  const auto inside = [&](double load) -> std::optional<double> {
    if (!settings_.whole) return load;
    const double lowest = bracket.passed == 0 ? bracket.lowest : bracket.passed + 1;
    if (lowest > bracket.failed - 1) return std::nullopt;
    return std::clamp(std::round(load), lowest, bracket.failed - 1);
  };
  const Vicinity near =
      vicinity_of(probes_, settings_.rules, bracket.low() * kDoubtLow, bracket.failed * kDoubtHigh);
  const double middle = std::exp(near.curve.log_limit);
  limit_.estimate = middle;
  const double scout_s = std::min(settings_.budget_s * kScoutPart, left_s() - around_s());
  const double soft_low = std::max(bracket.low(), now.soft_low);
  if ((!near.informed && bracket.failed / soft_low > kNarrowEnough) || near.density == 0) {
    if (const auto load = inside(std::sqrt(soft_low * bracket.failed)))
      return probe(ProbeKind::narrow, Aim::either, *load, scout_s);
  }

  const auto error = [&](ProbeKind kind, Aim aim) {
    return errors_of_next(probes_, settings_.confidence, kind, aim);
  };
  const Proofs proofs{
      .pass_error = error(ProbeKind::narrow, Aim::pass).pass,
      .confirm_error = error(ProbeKind::confirm, Aim::pass).pass,
      .fail_error = error(ProbeKind::narrow, Aim::fail).fail / static_cast<double>(settings_.rules.size()),
      .around_s = around_s()};
  const double kept = settings_.budget_s * kDescendPart +
                      (now.confirmed == nullptr && now.cap == 0 ? settings_.budget_s * kFallbackPart : 0);
  double usable = left_s() - kept;
  Targets targets = choose_targets(near, proofs, bracket, settings_.precision, usable);
  if (now.confirmed == nullptr && !targets.needs_pass && !targets.needs_confirmation) {
    // Rather a wide interval than none: nothing is kept for later.
    usable = left_s();
    targets = choose_targets(near, proofs, bracket, settings_.precision, usable);
  }
  const auto most = [&](double later_s) { return usable - later_s - around_s(); };

  // Proofs are dear: look where the limit is before they are started, when that is not known well enough.
  // Never close to an end of what is left, which would hardly narrow it.
  const double half = std::log(targets.fail / targets.pass) / 2;
  if ((targets.needs_pass || targets.needs_fail) && near.curve.error > half / 3 && usable > 5 * scout_s &&
      !narrow_enough(bracket.passed)) {
    const double margin = std::pow(bracket.failed / bracket.low(), near.informed ? kMargin : 0.5);
    if (const auto load = inside(std::clamp(middle, bracket.low() * margin, bracket.failed / margin)))
      return probe(ProbeKind::narrow, Aim::either, *load, scout_s);
  }
  if (targets.needs_pass) {
    if (const auto load = inside(targets.pass)) {
      return probe(ProbeKind::narrow, Aim::pass, *load,
                   std::min(kPatience * targets.pass_s, most(targets.confirm_s)));
    }
  }
  if (targets.needs_fail) {
    if (const auto load = inside(targets.fail)) {
      return probe(ProbeKind::narrow, Aim::fail, *load,
                   std::min(kPatience * targets.fail_s, most(targets.confirm_s)));
    }
  }
  if (!targets.needs_confirmation) return std::nullopt;
  const double load = std::min(bracket.passed, targets.pass);
  const double whole = settings_.whole ? std::max(bracket.lowest, std::floor(load)) : load;
  if (whole <= bracket.confirmed) return std::nullopt;
  return confirm(whole, targets.confirm_s, most(0));
}

Probe Search::confirm(double load, double expected_s, double most_s) const {
  const Standing now = standing_of(probes_, settings_.precision);
  Probe again = probe(ProbeKind::confirm, Aim::pass, load, std::min(kPatience * expected_s, most_s));
  if (load >= now.pass->probe.load) {
    again.settings.shortest_s = std::min(again.settings.longest_s, kLongerConfirmation * now.pass->judged_s);
  }
  return again;
}

Probe Search::descend() const {
  const Standing now = standing_of(probes_, settings_.precision);
  Probe down = probe(ProbeKind::descend, Aim::either, now.confirmed->probe.load,
                     std::min(left_s() - around_s(), settings_.budget_s * kDescendPart));
  down.after_load = now.fail->probe.load;
  return down;
}

void Search::conclude() {
  const Standing now = standing_of(probes_, settings_.precision);
  const ProbeResult* pass = now.confirmed != nullptr ? now.confirmed : now.pass;
  if (pass != nullptr) limit_.pass = pass->probe.load;
  limit_.confirmed = now.confirmed != nullptr;
  if (now.fail != nullptr) {
    limit_.fail = now.fail->probe.load;
    limit_.reason = now.fail->reason;
  }
  const ProbeResult& last = probes_.back();
  if (now.fail != nullptr && now.fail->probe.load <= settings_.start) {
    limit_.outcome = Outcome::lowest_fails;
  } else if (now.fail != nullptr && limit_.confirmed) {
    limit_.outcome = Outcome::found;
  } else if (last.verdict == Verdict::invalid) {
    limit_.outcome = Outcome::invalid;
    limit_.reason = last.reason;
  } else if (now.fail == nullptr && limit_.confirmed && *limit_.pass >= settings_.highest) {
    limit_.outcome = Outcome::no_fail;
    limit_.reason = fmt::format("the highest load, {:g}, still passes", settings_.highest);
  } else {
    limit_.outcome = Outcome::undecided;
    const char* missing = now.fail == nullptr   ? "a load failed"
                          : now.pass == nullptr ? "a load was proven to pass"
                                                : "the load that passed was confirmed";
    limit_.reason = left_s() < settings_.budget_s / 4
                        ? fmt::format("the {:.0f} s given were over before {}", settings_.budget_s, missing)
                        : fmt::format("what was left of the {:.0f} s given would not have sufficed until {}",
                                      settings_.budget_s, missing);
  }
  if (last.probe.kind != ProbeKind::descend) return;
  limit_.hysteresis = last.verdict;
  const auto where = fmt::format("straight after {:.4g} the service", last.probe.after_load);
  if (last.verdict == Verdict::fail) {
    limit_.hysteresis_text =
        fmt::format("{} fails at {:.4g}, where it had passed: {}", where, last.probe.load, last.reason);
  } else if (last.verdict == Verdict::pass) {
    limit_.hysteresis_text = fmt::format("{} passes at {:.4g} as it did before", where, last.probe.load);
  } else if (last.verdict == Verdict::undecided) {
    limit_.hysteresis_text = fmt::format(
        "{} does not fail at {:.4g}; that it passes would take longer to prove", where, last.probe.load);
  }
}

}  // namespace acrida::capacity
