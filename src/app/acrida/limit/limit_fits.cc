#include "app/acrida/limit/limit_fits.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "capacity/queue_fit.h"
#include "capacity/usl.h"

namespace acrida::app {
namespace {

using capacity::ProbeResult;
using capacity::Verdict;

// A queue that grows has no steady state to be fitted, and iterations of several requests are no arrivals at
// it.
bool is_stable(const ProbeResult& probe) {
  return probe.throughput > 0 && probe.mean_latency_s > 0 && probe.verdict != Verdict::invalid &&
         probe.throughput > 0.98 * probe.probe.load && probe.throughput < 1.1 * probe.probe.load;
}

// What it answers a second when more is asked of it than it can do; nullopt: it never was.
std::optional<double> saturated_in(const capacity::Search& search) {
  constexpr double kKeepsUp = 0.95;
  std::optional<double> most;
  for (const auto& probe : search.probes()) {
    const bool behind = probe.verdict == Verdict::fail && probe.throughput < kKeepsUp * probe.probe.load;
    if (behind) most = std::max(most.value_or(0), probe.throughput);
  }
  return most;
}

FitTexts of_rates(const capacity::Search& search, const LoadUnit& unit) {
  std::vector<capacity::RateLevel> levels;
  for (const auto& probe : search.probes()) {
    if (is_stable(probe)) levels.push_back({probe.throughput, probe.mean_latency_s, probe.mean_error_s});
  }
  const auto fit = capacity::fit_queue(std::move(levels), 1, saturated_in(search));
  if (!fit) return {};
  const auto& model = fit->model;
  FitTexts texts;
  texts.model = fmt::format(
      "The latencies are those of a queue with {} server{} of {:.3g} ms each (squared variation {:.2f}), "
      "which\n"
      "would be full at {}.",
      model.servers, model.servers == 1 ? "" : "s", model.service_s * 1e3, model.scv,
      unit.of(model.capacity()));
  const auto& [low, high] = fit->held_out_latency_s.band;
  texts.model += fmt::format(
      "\nA probe that it was not told of, {}, has a mean latency of {:.3g} ms; it says {:.3g} to {:.3g} ms",
      unit.of(fit->held_out.rate), fit->held_out.mean_latency_s * 1e3, low * 1e3, high * 1e3);
  texts.model +=
      fit->withdrawn ? ":\nthis is not what the service is, and nothing is predicted from it." : ".";
  const auto& pass = search.limit().pass;
  if (fit->withdrawn || !pass) return texts;
  for (const int replicas : {2, 4, 8}) {
    const auto more =
        capacity::predict_replicas(*fit, {*pass, search.limit().fail.value_or(*pass)}, replicas);
    if (!more) break;
    const auto& split = more->behind_splitter.band;
    const auto& shared = more->behind_shared_queue.band;
    texts.predictions.push_back(
        fmt::format("{} replicas: {} to {} behind a random splitter, {} to {} behind one queue", replicas,
                    unit.of(split.low), unit.of(split.high), unit.of(shared.low), unit.of(shared.high)));
  }
  return texts;
}

FitTexts of_users(const capacity::Search& search, bool may_wait) {
  std::vector<capacity::UserLevel> levels;
  for (const auto& probe : search.probes()) {
    if (probe.throughput > 0 && probe.verdict != Verdict::invalid)
      levels.push_back({probe.probe.load, probe.throughput, may_wait ? 0 : probe.mean_latency_s, 0});
  }
  const auto usl = capacity::fit_usl(levels, 1);
  if (!usl) return {};
  FitTexts texts;
  texts.model = fmt::format(
      "Universal Scalability Law: one user brings {:.1f}/s ({:.1f} to {:.1f}), contention {:.4f} ({:.4f} to "
      "{:.4f}),\n"
      "crosstalk {:.2g} ({:.2g} to {:.2g}); {}",
      usl->lambda, usl->lambda_band.low, usl->lambda_band.high, usl->sigma, usl->sigma_band.low,
      usl->sigma_band.high, usl->kappa, usl->kappa_band.low, usl->kappa_band.high,
      usl->peak_users ? fmt::format("throughput is highest at {:.0f} users, {:.0f}/s.", *usl->peak_users,
                                    usl->throughput_at(*usl->peak_users))
                      : "throughput does not fall with more users.");
  return texts;
}

}  // namespace

FitTexts fits_of(const capacity::Search& search, const LoadUnit& unit) {
  return unit.users ? of_users(search, unit.may_wait) : of_rates(search, unit);
}

}  // namespace acrida::app
