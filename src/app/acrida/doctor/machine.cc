#include "app/acrida/doctor/machine.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/doctor/parse.h"
#include "base/file.h"

namespace acrida::app::doctor {
namespace {

constexpr const char* kCgroups = "/sys/fs/cgroup";

// parse(text of the file), or nullopt.
template <class Parse>
auto parsed(const ReadFile& read, const std::string& path, Parse parse)
    -> decltype(parse(std::declval<const std::string&>())) {
  if (const auto text = read(path)) return parse(*text);
  return {};
}

std::optional<int> small_count(const std::string& text) {
  const auto count = parse_count(text);
  if (!count) return std::nullopt;
  return static_cast<int>(std::min<std::int64_t>(*count, 1 << 30));
}

// The control group of this process and those above it, each of which sets limits for all below.
std::vector<std::string> cgroup_folders(const ReadFile& read) {
  std::vector<std::string> folders;
  auto path = parsed(read, "/proc/self/cgroup", parse_cgroup_path);
  if (!path) return folders;
  for (*path = *path == "/" ? "" : *path; !path->empty(); path->resize(path->rfind('/'))) {
    folders.push_back(kCgroups + *path);
  }
  folders.emplace_back(kCgroups);
  return folders;
}

std::optional<double> lowest_quota(const ReadFile& read, const std::vector<std::string>& folders) {
  std::optional<double> lowest;
  for (const auto& folder : folders) {
    const auto quota = parsed(read, folder + "/cpu.max", parse_cpu_max);
    if (quota) lowest = std::min(lowest.value_or(*quota), *quota);
  }
  return lowest;
}

std::optional<std::uint64_t> available_memory(const ReadFile& read, const std::vector<std::string>& folders) {
  auto available = parsed(read, "/proc/meminfo",
                          [](const std::string& text) { return parse_meminfo(text, "MemAvailable"); });
  for (const auto& folder : folders) {
    const auto most = parsed(read, folder + "/memory.max", parse_memory_max);
    const auto taken = parsed(read, folder + "/memory.current", parse_memory_max);
    if (!most || !taken) continue;
    const std::uint64_t left = *most - std::min(*most, *taken);
    available = std::min(available.value_or(left), left);
  }
  return available;
}

Cores read_cores(const ReadFile& read, std::vector<int> allowed, const std::vector<std::string>& folders) {
  Cores cores;
  cores.allowed = std::move(allowed);
  const auto online = parsed(read, "/sys/devices/system/cpu/online", parse_core_list);
  if (!online.empty()) cores.online = static_cast<int>(online.size());
  cores.quota = lowest_quota(read, folders);
  if (cores.allowed.empty()) return cores;
  const auto first = fmt::format("/sys/devices/system/cpu/cpu{}", cores.allowed.front());
  cores.siblings = parsed(read, first + "/topology/thread_siblings_list", parse_core_list);
  cores.governor = parsed(read, first + "/cpufreq/scaling_governor", parse_word);
  return cores;
}

}  // namespace

std::optional<std::string> read_system_file(const std::string& path) {
  auto text = base::read_file(path, std::size_t{16} << 20);
  if (!text) return std::nullopt;
  return std::move(*text);
}

Machine read_machine(const ReadFile& read, std::vector<int> allowed, const Descriptors& limits) {
  const auto folders = cgroup_folders(read);
  Machine machine;
  machine.cores = read_cores(read, std::move(allowed), folders);
  machine.memory = available_memory(read, folders);
  machine.descriptors = limits;
  if (const auto most = parsed(read, "/proc/sys/fs/nr_open", parse_count)) {
    machine.descriptors.nr_open = static_cast<std::uint64_t>(*most);
  }
  auto& network = machine.network;
  network.ports = parsed(read, "/proc/sys/net/ipv4/ip_local_port_range", parse_port_range);
  network.tw_reuse = parsed(read, "/proc/sys/net/ipv4/tcp_tw_reuse", small_count);
  network.congestion_control = parsed(read, "/proc/sys/net/ipv4/tcp_congestion_control", parse_word);
  network.somaxconn = parsed(read, "/proc/sys/net/core/somaxconn", small_count);
  return machine;
}

Clock read_clock(const ReadFile& read) {
  const std::string folder = "/sys/devices/system/clocksource/clocksource0";
  Clock clock;
  clock.source = parsed(read, folder + "/current_clocksource", parse_word);
  clock.available = parsed(read, folder + "/available_clocksource", words_of);
  return clock;
}

std::vector<int> allowed_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cores;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(static_cast<std::size_t>(core), &set)) cores.push_back(core);
  }
  return cores;
}

Descriptors descriptor_limits() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  Descriptors descriptors;
  descriptors.soft = limit.rlim_cur;  // RLIM_INFINITY is ~0
  descriptors.hard = limit.rlim_max;
  return descriptors;
}

}  // namespace acrida::app::doctor
