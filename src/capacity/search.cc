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

Probe Search::probe(ProbeKind kind, Aim aim, double load, double longest_s) const {
  Probe probe;
  probe.kind = kind;
  probe.aim = aim;
  probe.load = load;
  probe.seed = probes_.size();
  const Errors errors = errors_of_next(probes_, settings_.confidence, kind, aim);
  probe.settings = {.rules = settings_.rules,
                    .pass_error = errors.pass,
                    .fail_error = errors.fail,
                    .skip_s = settings_.skip_s,
                    .longest_s = std::max(kLeastSeconds, std::floor(longest_s))};
  return probe;
}

double Search::whole(double load) const { return settings_.whole ? std::round(load) : load; }

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
    return again;
  }
  const Standing now = standing_of(probes_, settings_.precision);
  if (now.fail == nullptr) return climb_on();
  if (now.fail->probe.load <= settings_.start) return std::nullopt;
  if (auto next = narrow()) return next;
  if (now.pass != nullptr && !now.is_confirmed()) {
    const bool fallback = now.confirmed == nullptr && left_s() > 3 * kFallbackPart * settings_.budget_s;
    return confirm(left_s() - around_s() - (fallback ? kFallbackPart * settings_.budget_s : 0));
  }
  if (now.confirmed != nullptr) return descend();
  return std::nullopt;
}

std::optional<Probe> Search::climb_on() const {
  const ProbeResult& last = probes_.back();
  if (last.probe.kind == ProbeKind::climb && last.probe.load < settings_.highest) {
    const double load = std::min(settings_.highest, 2 * last.probe.load);
    return probe(ProbeKind::climb, Aim::either, whole(load), settings_.budget_s * kClimbPart);
  }
  // Nothing failed up to the highest load: it is proven to pass, or there is nothing to say.
  if (last.probe.kind == ProbeKind::climb && last.verdict == Verdict::undecided) {
    return probe(ProbeKind::narrow, Aim::pass, last.probe.load, left_s() / 3);
  }
  if (last.probe.kind == ProbeKind::confirm || last.verdict != Verdict::pass) return std::nullopt;
  return confirm(left_s() - around_s());
}

std::optional<Probe> Search::narrow() {
  const Standing now = standing_of(probes_, settings_.precision);
  const Bracket bracket{.low = now.pass != nullptr ? now.pass->probe.load : settings_.start,
                        .passed = now.pass != nullptr,
                        .confirmed = now.pass != nullptr && now.is_confirmed(),
                        .high = now.fail->probe.load,
                        .cap = now.cap};
  if (bracket.passed && bracket.high / bracket.low <= 1 + settings_.precision) return std::nullopt;
  if (settings_.whole && bracket.passed && bracket.high - bracket.low <= 1) return std::nullopt;

  const Vicinity near = vicinity_of(probes_, settings_.rules, bracket.low * 0.97, bracket.high * 1.03);
  const double middle = std::exp(near.curve.log_limit);
  limit_.estimate = middle;
  const auto inside = [&](double load) {
    if (!settings_.whole) return std::clamp(load, bracket.low, bracket.high);
    return std::clamp(std::round(load), bracket.low + (bracket.passed ? 1 : 0), bracket.high - 1);
  };
  const double scout_s = std::min(settings_.budget_s * kScoutPart, left_s() - around_s());
  const double soft_low = std::max(bracket.low, now.soft_low);
  if ((!near.informed && bracket.high / soft_low > kNarrowEnough) || near.density == 0) {
    return probe(ProbeKind::narrow, Aim::either, inside(std::sqrt(soft_low * bracket.high)), scout_s);
  }

  const auto error = [&](ProbeKind kind, Aim aim) {
    return errors_of_next(probes_, settings_.confidence, kind, aim);
  };
  const Proofs proofs{.pass_error = error(ProbeKind::narrow, Aim::pass).pass,
                      .confirm_error = error(ProbeKind::confirm, Aim::pass).pass,
                      .fail_error = error(ProbeKind::narrow, Aim::fail).fail /
                                    static_cast<double>(settings_.rules.size() + 1),
                      .around_s = around_s()};
  const double usable = left_s() - settings_.budget_s * kDescendPart;
  const Targets targets = choose_targets(near, proofs, bracket, settings_.precision, usable);
  if (!targets.needs_pass && !targets.needs_fail) return std::nullopt;

  // Proofs are dear: look where the limit is before they are started, when that is not known well enough.
  const double half = std::log(targets.fail / targets.pass) / 2;
  if (near.curve.error > half / 2 && usable > 5 * scout_s) {
    return probe(ProbeKind::narrow, Aim::either, inside(middle), scout_s);
  }
  const bool pass_first = std::log(middle / bracket.low) >= std::log(bracket.high / middle);
  if (targets.needs_pass && (pass_first || !targets.needs_fail || !bracket.passed)) {
    const double most = usable - targets.confirm_s - around_s();
    return probe(ProbeKind::narrow, Aim::pass, inside(targets.pass),
                 std::min(kPatience * targets.pass_s, most));
  }
  const double most = usable - targets.pass_s - targets.confirm_s - around_s();
  return probe(ProbeKind::narrow, Aim::fail, inside(targets.fail),
               std::min(kPatience * targets.fail_s, most));
}

Probe Search::confirm(double most_s) const {
  const Standing now = standing_of(probes_, settings_.precision);
  Probe again = probe(ProbeKind::confirm, Aim::pass, now.pass->probe.load, 0);
  double longest = 2 * kPatience * now.pass->judged_s;
  if (now.fail != nullptr) {
    const Vicinity near = vicinity_of(probes_, settings_.rules, again.load, now.fail->probe.load);
    const double expected = seconds_to_pass(near, again.load, again.settings.pass_error);
    longest = std::max(longest, std::min(most_s, kPatience * expected));
  }
  again.settings.longest_s = std::max(kLeastSeconds, std::floor(std::min(most_s, longest)));
  again.settings.shortest_s = std::min(again.settings.longest_s, kLongerConfirmation * now.pass->judged_s);
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
    limit_.reason = fmt::format("the {:.0f} s given were over before {}", settings_.budget_s,
                                now.fail == nullptr   ? "a load failed"
                                : now.pass == nullptr ? "a load was proven to pass"
                                                      : "the load that passed was confirmed");
  }
  if (last.probe.kind != ProbeKind::descend) return;
  limit_.hysteresis = last.verdict;
  limit_.hysteresis_text =
      last.verdict == Verdict::fail
          ? fmt::format("straight after {:g} the service fails at {:g}, where it had passed: {}",
                        last.probe.after_load, last.probe.load, last.reason)
          : fmt::format("straight after {:g} the service does at {:g} what it did before",
                        last.probe.after_load, last.probe.load);
}

}  // namespace acrida::capacity
