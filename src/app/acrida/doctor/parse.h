// Reads the small texts under /proc and /sys. What is not understood is nullopt, or left out of a list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

std::vector<std::string> words_of(std::string_view text);

// The first word, as it is or as a number that is not negative.
std::optional<std::string> parse_word(std::string_view text);
std::optional<std::int64_t> parse_count(std::string_view text);

// "0-2,5" → 0 1 2 5
std::vector<int> parse_core_list(std::string_view text);

// ip_local_port_range: "32768	60999"
std::optional<PortRange> parse_port_range(std::string_view text);

// The path of the version 2 line of /proc/self/cgroup: "0::/system.slice/x.service".
std::optional<std::string> parse_cgroup_path(std::string_view text);
// cpu.max: "150000 100000" → 1.5 cores, "max 100000" → infinity.
std::optional<double> parse_cpu_max(std::string_view text);
// memory.max, in bytes: "max" → ~0.
std::optional<std::uint64_t> parse_memory_max(std::string_view text);

// A line of /proc/meminfo, in bytes.
std::optional<std::uint64_t> parse_meminfo(std::string_view text, std::string_view name);

// Ticks of a hundredth of a second since the machine has started, summed over some cores.
struct CoreTicks {
  std::int64_t programs = 0;  // with what the kernel did for them
  std::int64_t hard_interrupts = 0, soft_interrupts = 0, stolen = 0, idle = 0;

  std::int64_t all() const { return programs + hard_interrupts + soft_interrupts + stolen + idle; }
};
// /proc/stat. nullopt unless every one of the cores has its line.
std::optional<CoreTicks> parse_stat(std::string_view text, const std::vector<int>& cores);

}  // namespace acrida::app::doctor
