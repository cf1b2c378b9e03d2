#include "app/acrida/limit/limit_search.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "app/acrida/generator_health_of.h"
#include "app/acrida/limit/probe_plan.h"
#include "app/acrida/limit/probe_watch.h"
#include "async/signals.h"
#include "async/timer.h"
#include "base/failure.h"
#include "load/generator_health.h"

namespace acrida::app {

LimitSearch::LimitSearch(ControlLoop& control, MakeUsers make_users, const std::vector<stats::SloRule>& rules,
                         LoadUnit unit, capacity::SearchSettings settings, Told told)
    : control_(control),
      make_users_(std::move(make_users)),
      rules_(rules),
      unit_(unit),
      search_(std::move(settings)),
      told_(std::move(told)) {}

void LimitSearch::carry_out() {
  const async::Signals signals(control_.loop, {SIGINT, SIGTERM}, [this](int count) { on_signal(count); });
  try {
    while (search_.next() && !interrupted_) {
      auto result = probe(*search_.next());
      if (interrupted_) break;  // what was cut short says nothing
      told_.on_end(result);
      search_.tell(std::move(result));
      if (search_.next()) rest(base::from_seconds(search_.settings().rest_s));
    }
  } catch (const base::RunError& e) {
    running_ = nullptr;
    if (!interrupted_) trouble_ = e.what();
  }
  search_.give_up(interrupted_ ? "it was interrupted" : trouble_);
}

capacity::ProbeResult LimitSearch::probe(const capacity::Probe& next) {
  const auto began = control_.clock.now();
  auto loaded = make_users_();
  loaded.users->set_host(loaded.options.plan.host);
  ProbeWatch watch(next.settings, rules_, seconds_before(next));
  ProbeRun run(control_, *loaded.users, plan_of(next, unit_.users, loaded.options, loaded.users->classes()),
               endpoints_, [&](const stats::Snapshot& second) {
                 totals_.add(second);
                 told_.on_second(next, second);
                 return watch.take(second, endpoints_);
               });
  running_ = &run;
  const bool good = run.carry_out();
  running_ = nullptr;
  const auto used = loaded.users->usage();
  loaded.users->quit(0);
  if (!good && !interrupted_)
    throw base::RunError("the users' own code has ended the probe; see what it said above");
  usage_.cpu += used.cpu;
  usage_.peak_rss_bytes = std::max(usage_.peak_rss_bytes, used.peak_rss_bytes);
  health_.merge(run.end().health);
  duration_ += run.end().duration;
  auto result = watch.result(next);
  if (auto why = load::why_unhealthy(run.end().health, highest_lag()); !why.empty()) {
    result.verdict = capacity::Verdict::invalid;
    result.reason = std::move(why);
  }
  result.seconds = base::seconds_of(control_.clock.now() - began);
  return result;
}

stats::GeneratorHealth LimitSearch::generator_health() const {
  return generator_health_of(health_, highest_lag(), usage_, totals_.aggregated().requests);
}

base::Duration LimitSearch::highest_lag() const {
  return load::highest_lag(true, stats::strictest_time_limit(rules_));
}

// The last answers are in: the service may still have housekeeping to do.
void LimitSearch::rest(base::Duration time) {
  async::Timer over(control_.loop, async::Callback::to<&async::Loop::stop>(&control_.loop));
  over.set(control_.clock.now() + time);
  control_.loop.run();
}

void LimitSearch::on_signal(int count) {
  interrupted_ = true;
  if (running_ == nullptr) {
    control_.loop.stop();
  } else if (count == 1) {
    running_->stop();
  } else {
    running_->abort();
  }
}

}  // namespace acrida::app
