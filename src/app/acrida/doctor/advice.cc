#include "app/acrida/doctor/advice.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "app/acrida/doctor/layout.h"
#include "app/acrida/doctor/limits.h"

namespace acrida::app::doctor {
namespace {

constexpr double kMuchStolen = 0.01;  // of the time of the cores that we may use
constexpr double kSlowReading = 200;  // ns; two are taken for every request
constexpr base::Duration kLate = std::chrono::milliseconds(1);
constexpr double kWellKept = 0.25;            // of the rate of closed load
constexpr std::uint64_t kManyUsers = 60'000;  // about what one address of ours has ports for
constexpr int kManyPorts = 60'000;
constexpr int kLongQueue = 1024;  // connections, as a ramp of a second brings them
constexpr std::uint64_t kFewUsersInMemory = 10'000;

std::string as_root(const Facts& facts, std::string_view command) {
  return fmt::format("{}{}", facts.machine.is_root ? "" : "sudo ", command);
}

// `value` into each of the files; a shell's own > would open them without root's rights.
std::string write_as_root(const Facts& facts, std::string_view value, std::string_view files) {
  return fmt::format("echo {} | {}", value, as_root(facts, fmt::format("tee {}", files)));
}

std::optional<Advice> others(const Facts& facts) {
  const Cores& cores = facts.machine.cores;
  if (!is_disturbed(cores)) return std::nullopt;
  return Advice{
      "others",
      fmt::format("Other programs kept {:.1f} of our {} cores busy during the measurement: what you "
                  "see above is too low, and so will be what a load test shows. Find them, stop them, "
                  "and ask the doctor again.",
                  *cores.others, cores.allowed.size()),
      "top -b -n 1 | head -n 15"};
}

std::optional<Advice> stolen(const Facts& facts) {
  if (!facts.machine.cores.stolen || *facts.machine.cores.stolen < kMuchStolen) return std::nullopt;
  return Advice{
      "steal",
      fmt::format("The hypervisor gave {:.1f} % of our cores' time to other machines. The pauses look "
                  "like a slow server: measure from a machine with cores of its own. Column st shows "
                  "how it goes on:",
                  100 * *facts.machine.cores.stolen),
      "vmstat 1 10"};
}

std::optional<Advice> few_cores(const Facts& facts) {
  const Cores& cores = facts.machine.cores;
  const auto allowed = static_cast<int>(cores.allowed.size());
  if (allowed == 0 || allowed > 1) return std::nullopt;
  constexpr const char* kWhy =
      "This process may use one core, which generator and server shared here. Let the server that you test "
      "run on other cores or on another machine.";
  if (cores.online.value_or(1) < 2) return Advice{"one_core", kWhy, ""};
  return Advice{"one_core", fmt::format("{} This machine has {}; to use them all:", kWhy, *cores.online),
                fmt::format("taskset -c 0-{} acrida doctor", *cores.online - 1)};
}

std::optional<Advice> quota(const Facts& facts) {
  const Cores& cores = facts.machine.cores;
  const auto allowed = static_cast<double>(cores.allowed.size());
  if (!cores.quota || *cores.quota >= allowed) return std::nullopt;
  return Advice{
      "quota",
      fmt::format("A quota leaves this process {:.2f} of {:.0f} cores: when it is used up all threads "
                  "stand still for up to 0.1 s, which looks like a slow server. Without a container, "
                  "lift it with the command below; else start the container with --cpus={:.0f}.",
                  *cores.quota, allowed, allowed),
      as_root(facts, fmt::format("systemd-run --scope -p CPUQuota={:.0f}% acrida doctor", 100 * allowed))};
}

std::optional<Advice> governor(const Facts& facts) {
  const auto& governor = facts.machine.cores.governor;
  if (!governor || *governor == "performance") return std::nullopt;
  return Advice{
      "governor",
      fmt::format("The frequency governor is '{}': cores slow down when there is little to do, so light "
                  "loads look slower than heavy ones.",
                  *governor),
      write_as_root(facts, "performance", "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor")};
}

std::optional<Advice> clock(const Facts& facts) {
  const Clock& clock = facts.clock;
  if (clock.reading_ns <= kSlowReading) return std::nullopt;
  const auto why = fmt::format(
      "Reading the clock costs {:.0f} ns{}, and each request needs two readings: the kernel is asked for the "
      "time "
      "instead of the processor.",
      clock.reading_ns, clock.source ? fmt::format(" (source: {})", *clock.source) : "");
  for (const char* better : {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter"}) {
    const auto found = std::find(clock.available.begin(), clock.available.end(), better);
    if (found == clock.available.end() || clock.source == better) continue;
    return Advice{
        "clock", why,
        write_as_root(facts, better, "/sys/devices/system/clocksource/clocksource0/current_clocksource")};
  }
  return Advice{"clock", why + " What the kernel holds against a faster one is in its log:",
                as_root(facts, "dmesg | grep -i -E 'clocksource|tsc'")};
}

std::optional<Advice> late_timers(const Facts& facts) {
  if (facts.timers.p99 <= kLate) return std::nullopt;
  return Advice{
      "timers",
      fmt::format("One sleep in a hundred ended {} late or later: users start and wait that much too "
                  "long. A higher priority helps when other programs are in the way.",
                  time_text(facts.timers.p99)),
      as_root(facts, "nice -n -10 acrida doctor")};
}

std::optional<Advice> schedule(const Facts& facts) {
  const Schedule& schedule = facts.load.schedule;
  if (schedule.steps.empty()) return std::nullopt;
  if (!schedule.highest) {
    return Advice{
        "schedule",
        fmt::format("Even at {} arrivals a second open load does not leave when it is due: no latency "
                    "measured with --rate can be trusted here. Give acrida a core of its own.",
                    grouped(two_digits(schedule.steps.front().offered))),
        ""};
  }
  if (*schedule.highest >= kWellKept * best_step(facts.load).requests_per_s) return std::nullopt;
  return Advice{"schedule",
                fmt::format("Open load leaves when it is due up to {} arrivals a second, far below what this "
                            "core can send: something takes the core for moments. With a higher --rate, "
                            "latencies are partly the generator's own. A core without others helps:",
                            grouped(two_digits(*schedule.highest))),
                fmt::format("taskset -c {} acrida doctor",
                            facts.machine.cores.allowed.empty() ? 0 : facts.machine.cores.allowed.back())};
}

std::optional<Advice> descriptors(const Facts& facts) {
  const Descriptors& limits = facts.machine.descriptors;
  const auto users = users_by_descriptors(limits);
  if (users >= kManyUsers) return std::nullopt;
  constexpr std::uint64_t kWanted = 1 << 20;
  const auto most = std::min(limits.nr_open.value_or(kWanted), kWanted);
  if (most <= limits.hard) {
    return Advice{"descriptors",
                  fmt::format("Descriptors end at {} users, and no process of this system may have more.",
                              grouped(users)),
                  as_root(facts, fmt::format("sysctl -w fs.nr_open={}", kWanted))};
  }
  return Advice{
      "descriptors",
      fmt::format("Descriptors end at {} users. For more, raise the limit of this shell (a container: "
                  "start it with --ulimit nofile={}).",
                  grouped(users), most),
      as_root(facts, fmt::format("prlimit --pid $$ --nofile={0}:{0}", most))};
}

std::optional<Advice> ports(const Facts& facts) {
  const auto& range = facts.machine.network.ports;
  if (!range || range->count() >= kManyPorts) return std::nullopt;
  return Advice{
      "ports",
      fmt::format("Outgoing ports end at {} connections to one address and port of a server. For more:",
                  grouped(static_cast<std::uint64_t>(range->count()))),
      as_root(facts, "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"")};
}

std::optional<Advice> time_wait(const Facts& facts) {
  const Network& network = facts.machine.network;
  if (!network.tw_reuse || *network.tw_reuse == 1) return std::nullopt;
  const auto most = network.ports ? grouped(static_cast<std::uint64_t>(new_connections_per_second(network)))
                                  : std::string("a few hundred");
  return Advice{
      "time_wait",
      fmt::format(
          "If connections are not kept alive, at most {} new ones a second can be made to one address "
          "and port{}, for a port rests for {} s. To use it again after {} s:",
          most, *network.tw_reuse == 2 ? " of a server elsewhere" : "", kTimeWaitSeconds, kReuseSeconds),
      as_root(facts, "sysctl -w net.ipv4.tcp_tw_reuse=1")};
}

std::optional<Advice> accept_queue(const Facts& facts) {
  const auto& most = facts.machine.network.somaxconn;
  if (!most || *most >= kLongQueue) return std::nullopt;
  return Advice{
      "somaxconn",
      fmt::format("A server on this machine lets at most {} new connections wait; when many users start "
                  "at once the others try again a second later. Before you start the server:",
                  *most),
      as_root(facts, "sysctl -w net.core.somaxconn=4096")};
}

std::optional<Advice> memory(const Facts& facts) {
  const auto& available = facts.machine.memory;
  if (!available || users_by_memory(*available) >= kFewUsersInMemory) return std::nullopt;
  return Advice{"memory",
                fmt::format("There is memory for about {} users only. See who has it:",
                            grouped(users_by_memory(*available))),
                "ps -e -o pid,rss,comm --sort=-rss | head"};
}

}  // namespace

std::vector<Advice> advice_for(const Facts& facts) {
  std::vector<Advice> all;
  for (const auto look : {others, stolen, few_cores, quota, governor, clock, late_timers, schedule, memory,
                          descriptors, ports, time_wait, accept_queue}) {
    if (auto advice = look(facts)) all.push_back(*std::move(advice));
  }
  return all;
}

}  // namespace acrida::app::doctor
