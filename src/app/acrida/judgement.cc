#include "app/acrida/judgement.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/acrida/generator_health_of.h"
#include "load/generator_health.h"

namespace acrida::app {
namespace {

std::optional<stats::WarmUp> warm_up_of(const Judging& judging, const load::RunPlan& plan) {
  if (judging.automatic_warm_up) return stats::WarmUp::automatic(plan.run_time);
  if (judging.warm_up) return stats::WarmUp::fixed(*judging.warm_up);
  return std::nullopt;
}

base::Duration rise_of(const load::RunPlan& plan) {
  base::Duration rise{};
  for (const auto& each : plan.shapes) rise = std::max(rise, each.users.first_rise());
  for (const auto& each : plan.streams) rise = std::max(rise, each.rate.first_rise());
  return rise;
}

}  // namespace

Judgement::Judgement(const Judging& judging, const load::RunPlan& plan, const stats::EndpointTable& endpoints)
    : rules_(judging.slos),
      precision_asked_(!judging.slos.empty() || !plan.streams.empty()),
      closed_(plan.streams.empty()),
      steady_users_(closed_ && plan.shapes.empty()),
      manned_(plan.users > 0),
      shapes_rise_(rise_of(plan)),
      judge_(judging.slos, endpoints),
      phases_(warm_up_of(judging, plan), [this](const stats::Snapshot& first, std::int64_t seconds) {
        if (steady_) steady_->add(first);
        judge_.add_chunk(first, seconds);
      }) {
  if (warm_up_of(judging, plan)) steady_.emplace(endpoints);
}

void Judgement::on_spawned(base::Duration since_start) {
  spawned_ = true;
  phases_.ramp_is_over(manned_ ? std::max(since_start, shapes_rise_) : shapes_rise_);
}

void Judgement::on_snapshot(const stats::Snapshot& second) {
  phases_.add(second);
  // Fewer users answer less, which is no stall.
  if (steady_users_ && spawned_) stalls_.add(second);
}

std::optional<std::string> Judgement::why_stop() {
  if (stop_asked_) return std::nullopt;
  const auto breach = judge_.breach();
  if (!breach) return std::nullopt;
  stop_asked_ = true;
  const auto& [result, after] = *breach;
  const char* unit = result.rule.is_time()                                    ? " ms"
                     : result.rule.subject == stats::SloRule::Subject::errors ? "%"
                                                                              : " requests a second";
  return fmt::format(
      "Stopping: rule {} is broken {:.7g} seconds into what is judged: {}", result.rule.text(),
      base::seconds_of(after),
      result.actual ? fmt::format("{:.5g}{}", *result.actual, unit) : "its percentile is a miss");
}

stats::Outcome Judgement::outcome(const stats::Totals& whole, const load::RunEnd& end,
                                  const UsersUsage& usage) {
  phases_.finish();
  stats::Outcome outcome;
  outcome.duration = end.duration;
  outcome.generator = health_of(whole, end, usage);
  outcome.phases = phases_.phases();
  outcome.steady_only = steady_.has_value();
  const base::Duration run_end = std::chrono::seconds(whole.first_second()) + end.duration;
  for (auto& phase : outcome.phases) phase.to = std::max(phase.from, std::min(phase.to, run_end));
  if (steady_) {
    const bool reached = !outcome.phases.empty() && outcome.phases.back().name == stats::Phase::Name::steady;
    outcome.duration =
        reached ? run_end - std::min(run_end, outcome.phases.back().from) : base::Duration::zero();
  }
  // A service that answers nothing more is judged for it until the load ends, not until its last answer.
  const auto silent = std::max(base::Duration::zero(), end.offered - end.duration);
  outcome.slos = judge_.results(outcome.duration > base::Duration::zero() ? outcome.duration + silent
                                                                          : outcome.duration);
  if (steady_users_) outcome.hidden = stalls_.hidden(judged(whole).aggregated());
  return outcome;
}

stats::GeneratorHealth Judgement::health_of(const stats::Totals& whole, const load::RunEnd& end,
                                            const UsersUsage& usage) const {
  return generator_health_of(end.health, load::highest_lag(!closed_, stats::strictest_time_limit(rules_)),
                             usage, whole.aggregated().requests);
}

stats::Findings Judgement::findings(const stats::Totals& whole, const stats::Outcome& outcome) const {
  const stats::Totals& totals = judged(whole);
  const auto is_errors = [](const stats::SloResult& result) {
    return result.rule.subject == stats::SloRule::Subject::errors;
  };
  stats::Findings findings;
  findings.generator_healthy = outcome.generator.healthy;
  findings.precision_asked = precision_asked_;
  for (const auto& each : outcome.slos) {
    findings.slo_broken |= !each.pass;
    findings.errors_kept |= is_errors(each) && each.rule.is_about_all();
  }
  for (const auto& each : outcome.slos) findings.errors_kept &= each.pass || !is_errors(each);
  findings.failures = totals.aggregated().failures > 0 || totals.exception_count() > 0;
  return findings;
}

}  // namespace acrida::app
