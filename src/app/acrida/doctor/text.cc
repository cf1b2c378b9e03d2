#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "app/acrida/doctor/layout.h"
#include "app/acrida/doctor/limits.h"
#include "app/acrida/doctor/report.h"
#include "app/acrida/doctor/schedule.h"

namespace acrida::app::doctor {
namespace {

constexpr const char* kUnknown = "unknown";
constexpr std::size_t kLabelWidth = 16;

// What belongs to a topic; `what` may be empty.
std::string headline(std::string_view topic, std::string_view what) {
  if (what.empty()) return fmt::format("\n{}\n", topic);
  return fmt::format("\n{:<{}}{}\n", topic, kLabelWidth + 2, wrapped(what, kLabelWidth + 2));
}

std::string line(std::string_view label, std::string_view value) {
  return fmt::format("  {:<{}}{}\n", label, kLabelWidth, wrapped(value, kLabelWidth + 2));
}

std::string counted(std::uint64_t count) { return count == ~std::uint64_t{0} ? "unlimited" : grouped(count); }

template <class Value>
std::string known(const std::optional<Value>& value) {
  return value ? fmt::format("{}", *value) : kUnknown;
}

std::string places_text(const Facts& facts) {
  const Load& load = facts.load;
  if (load.engine_core && load.server_core) {
    return fmt::format("engine on core {}, null server on core {}", *load.engine_core, *load.server_core);
  }
  return shares_a_core(facts) ? "engine and null server share a core" : "cores as the kernel chose them";
}

std::string load_text(const Facts& facts) {
  const Load& load = facts.load;
  std::string text = headline(
      "Rate", fmt::format("GET of two bytes over loopback, {:.1f} s each;", base::seconds_of(load.each)));
  text += line("", places_text(facts));
  text += fmt::format("  {:>11} {:>12} {:>12} {:>10} {:>10} {:>10}\n", "connections", "requests/s",
                      "CPU/request", "core busy", "p50", "p99");
  for (const LoadStep& step : load.steps) {
    text += fmt::format("  {:>11} {:>12} {:>9.1f} µs {:>8.0f} % {:>10} {:>10}\n",
                        grouped(static_cast<std::uint64_t>(step.connections)),
                        grouped(static_cast<std::uint64_t>(std::llround(step.requests_per_s))),
                        step.cpu_us_per_request, 100 * step.engine_busy, time_text(step.p50),
                        time_text(step.p99));
    if (step.failures > 0) text += fmt::format("  {:>11} {} of them failed\n", "", grouped(step.failures));
  }
  for (const int connections : load.skipped) {
    text += fmt::format("  {:>11} not measured: too few descriptors\n",
                        grouped(static_cast<std::uint64_t>(connections)));
  }
  return text;
}

std::string quota_text(const std::optional<double>& quota) {
  if (!quota) return kUnknown;
  return std::isinf(*quota) ? "none" : fmt::format("{:.2f} cores", *quota);
}

std::string cores_text(const Facts& facts) {
  const Cores& cores = facts.machine.cores;
  std::string text =
      headline("Cores", cores.allowed.empty()
                            ? kUnknown
                            : fmt::format("{} of {} may be used", cores.allowed.size(), known(cores.online)));
  text += line("cgroup quota", quota_text(cores.quota));
  text += line("governor", known(cores.governor));
  text += line("used by others",
               cores.others ? fmt::format("{:.2f} cores during the measurement", *cores.others) : kUnknown);
  text += line("steal", cores.stolen ? fmt::format("{:.1f} %", 100 * *cores.stolen) : kUnknown);
  return text;
}

std::string slack_text(const Timers& timers) {
  if (!timers.slack) return kUnknown;
  const bool matters = timers.p50 - timers.p50_without_slack > *timers.slack / 2;
  return fmt::format("{}, which {} here: p50 is {} without it", time_text(*timers.slack),
                     matters ? "matters" : "does not matter", time_text(timers.p50_without_slack));
}

std::string time_keeping_text(const Facts& facts) {
  const Timers& timers = facts.timers;
  std::string text = headline("Timers", fmt::format("{} sleeps of 0.2 to 5 ms on an event loop",
                                                    grouped(static_cast<std::uint64_t>(timers.sleeps))));
  text += line("woken late by", fmt::format("p50 {}, p99 {}, at most {}", time_text(timers.p50),
                                            time_text(timers.p99), time_text(timers.max)));
  text += line("kernel's slack", slack_text(timers));
  text += headline("Clock", fmt::format("{:.0f} ns a reading; source: {}", facts.clock.reading_ns,
                                        known(facts.clock.source)));
  return text;
}

std::string users_text(const Machine& machine) {
  const Descriptors& descriptors = machine.descriptors;
  std::string text = headline("Users", "one descriptor, connection and port each");
  text += line("by descriptors", fmt::format("{} (limit {}, soft {}, which acrida raises; fs.nr_open {})",
                                             counted(users_by_descriptors(descriptors)),
                                             counted(descriptors.hard), counted(descriptors.soft),
                                             descriptors.nr_open ? grouped(*descriptors.nr_open) : kUnknown));
  const auto& ports = machine.network.ports;
  text += line("by ports", ports ? fmt::format("{} to one address and port of a server (ports {} to {})",
                                               grouped(static_cast<std::uint64_t>(ports->count())),
                                               ports->first, ports->last)
                                 : kUnknown);
  text += line(
      "by memory",
      machine.memory
          ? fmt::format("{} in {} (assumed: 2 KB of ours, 4 KB of the kernel's; large answers come on top)",
                        grouped(two_digits(static_cast<double>(users_by_memory(*machine.memory)))),
                        bytes_text(*machine.memory))
          : kUnknown);
  return text;
}

std::string network_text(const Network& network) {
  std::string text = headline("Network", "");
  text += line(
      "not kept alive",
      network.ports
          ? fmt::format("{} new connections a second to one address and port: a port rests for {} s "
                        "(tcp_tw_reuse is {})",
                        grouped(static_cast<std::uint64_t>(new_connections_per_second(network))),
                        network.tw_reuse == 1 ? kReuseSeconds : kTimeWaitSeconds, known(network.tw_reuse))
          : kUnknown);
  text += line("accept queue", network.somaxconn
                                   ? fmt::format("{} connections wait for a server here (somaxconn)",
                                                 grouped(static_cast<std::uint64_t>(*network.somaxconn)))
                                   : kUnknown);
  text +=
      line("congestion", network.congestion_control == "bbr" ? "bbr, whose pacing costs CPU for each segment"
                                                             : known(network.congestion_control));
  return text;
}

std::string schedule_text(const Schedule& schedule) {
  std::string text = headline(
      "Schedule", fmt::format("open load, constant arrivals, {:.1f} s each; kept when 99 of 100 leave within "
                              "{} and {:.0f} % are answered",
                              base::seconds_of(schedule.each), time_text(kMostLag), 100 * kLeastAchieved));
  text += fmt::format("  {:>11} {:>12} {:>12}\n", "offered/s", "achieved/s", "late p99");
  for (const RateStep& step : schedule.steps) {
    text += fmt::format("  {:>11} {:>12} {:>12}  {}\n",
                        grouped(static_cast<std::uint64_t>(std::llround(step.offered))),
                        grouped(static_cast<std::uint64_t>(std::llround(step.achieved))),
                        time_text(step.lag_p99), step.kept ? "kept" : "not kept");
  }
  return text;
}

std::string advice_text(const std::vector<Advice>& advice) {
  if (advice.empty()) return "\nAdvice: none; nothing of this machine stands in the way.\n";
  std::string text = "\nAdvice\n";
  for (const Advice& each : advice) {
    text += fmt::format("  - {}\n", wrapped(each.text, 4));
    if (!each.command.empty()) text += fmt::format("      {}\n", each.command);
  }
  return text;
}

}  // namespace

std::string text_report(const Facts& facts, const std::vector<Advice>& advice) {
  return wrapped(verdict(facts), 0) + "\n" + load_text(facts) + schedule_text(facts.load.schedule) +
         cores_text(facts) + time_keeping_text(facts) + users_text(facts.machine) +
         network_text(facts.machine.network) + advice_text(advice);
}

}  // namespace acrida::app::doctor
