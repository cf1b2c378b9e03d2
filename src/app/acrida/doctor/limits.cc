#include "app/acrida/doctor/limits.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/acrida/doctor/layout.h"

namespace acrida::app::doctor {
namespace {

// Below this the engine waited, for the server or for its core, and could have done more.
constexpr double kBusy = 0.9;
constexpr double kMuchOthers = 0.1;  // of the cores that we may use

}  // namespace

std::optional<double> usable_cores(const Cores& cores) {
  if (cores.allowed.empty()) return cores.quota;
  const auto count = static_cast<double>(cores.allowed.size());
  return std::min(count, cores.quota.value_or(count));
}

bool shares_a_core(const Facts& facts) { return usable_cores(facts.machine.cores).value_or(1) < 2; }

bool is_disturbed(const Cores& cores) {
  return cores.others && *cores.others >= kMuchOthers * static_cast<double>(cores.allowed.size());
}

std::uint64_t users_by_descriptors(const Descriptors& descriptors) {
  return descriptors.hard - std::min(descriptors.hard, kOwnDescriptors);
}

std::uint64_t users_by_memory(std::uint64_t available) { return available / (kUserBytes + kSocketBytes); }

int new_connections_per_second(const Network& network) {
  return network.ports->count() / (network.tw_reuse == 1 ? kReuseSeconds : kTimeWaitSeconds);
}

const LoadStep& best_step(const Load& load) {
  return *std::max_element(load.steps.begin(), load.steps.end(),
                           [](const auto& a, const auto& b) { return a.requests_per_s < b.requests_per_s; });
}

std::string verdict(const Facts& facts) {
  const LoadStep& best = best_step(facts.load);
  const auto rate = grouped(two_digits(best.requests_per_s));
  if (shares_a_core(facts)) {
    return fmt::format(
        "This machine can offer at least {} requests/s: generator and server shared one core, so this is a "
        "lower bound.",
        rate);
  }
  const bool disturbed = is_disturbed(facts.machine.cores);
  std::string text =
      fmt::format("This machine can offer {} {} requests/s from one core{}", disturbed ? "at least" : "about",
                  rate, disturbed ? ", though other programs were busy on it" : "");
  if (!disturbed && best.engine_busy < kBusy) {
    text += fmt::format(", or more: the engine ran for only {:.0f} % of the time", 100 * best.engine_busy);
  }
  text +=
      fmt::format(" ({} connection{}, tiny answers, no TLS).",
                  grouped(static_cast<std::uint64_t>(best.connections)), best.connections == 1 ? "" : "s");
  if (const auto kept = facts.load.schedule.highest)
    text += fmt::format(" In open load it keeps its schedule up to {} a second.", grouped(two_digits(*kept)));
  if (const auto cores = facts.machine.cores.allowed.size(); cores > 1) {
    text += fmt::format(" It has {} cores for us; what more than one can offer was not measured.", cores);
  }
  return text;
}

}  // namespace acrida::app::doctor
