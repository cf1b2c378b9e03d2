#include "app/acrida/doctor/parse.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::app::doctor {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr int kMostCores = 1 << 16;  // more than that in a list is no list of cores

std::optional<int> number_up_to(std::string_view text, int most) {
  const auto number = base::parse_integer(text);
  if (!number || *number < 0 || *number > most) return std::nullopt;
  return static_cast<int>(*number);
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    const auto begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return words;
    const auto end = std::min(text.find_first_of(kBlanks, begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::optional<std::string> parse_word(std::string_view text) {
  auto words = words_of(text);
  if (words.empty()) return std::nullopt;
  return std::move(words.front());
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  const auto word = parse_word(text);
  const auto number = word ? base::parse_integer(*word) : std::nullopt;
  return number && *number >= 0 ? number : std::nullopt;
}

std::vector<int> parse_core_list(std::string_view text) {
  std::vector<int> cores;
  const auto list = parse_word(text);
  if (!list) return cores;
  for (const auto part : base::split(*list, ',')) {
    const auto dash = part.find('-');
    const auto first = number_up_to(part.substr(0, dash), kMostCores);
    const auto last =
        dash == std::string_view::npos ? first : number_up_to(part.substr(dash + 1), kMostCores);
    if (!first || !last) continue;
    for (int core = *first; core <= *last; ++core) cores.push_back(core);
  }
  return cores;
}

std::optional<PortRange> parse_port_range(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() != 2) return std::nullopt;
  const auto first = number_up_to(words[0], 65535), last = number_up_to(words[1], 65535);
  if (!first || !last || *first > *last) return std::nullopt;
  return PortRange{*first, *last};
}

std::optional<std::string> parse_cgroup_path(std::string_view text) {
  for (const auto line : base::split(text, '\n')) {
    if (line.starts_with("0::/")) return std::string(line.substr(3));
  }
  return std::nullopt;
}

std::optional<double> parse_cpu_max(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() != 2) return std::nullopt;
  const auto period = base::parse_number(words[1]);
  if (!period || *period <= 0) return std::nullopt;
  if (words[0] == "max") return std::numeric_limits<double>::infinity();
  const auto quota = base::parse_number(words[0]);
  if (!quota || *quota <= 0) return std::nullopt;
  return *quota / *period;
}

std::optional<std::uint64_t> parse_memory_max(std::string_view text) {
  if (parse_word(text) == "max") return ~std::uint64_t{0};
  const auto bytes = parse_count(text);
  if (!bytes) return std::nullopt;
  return static_cast<std::uint64_t>(*bytes);
}

std::optional<std::uint64_t> parse_meminfo(std::string_view text, std::string_view name) {
  for (const auto line : base::split(text, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.substr(0, colon) != name) continue;
    const auto kilobytes = parse_count(line.substr(colon + 1));
    if (kilobytes) return static_cast<std::uint64_t>(*kilobytes) * 1024;
  }
  return std::nullopt;
}

std::optional<CoreTicks> parse_stat(std::string_view text, const std::vector<int>& cores) {
  CoreTicks sum;
  std::size_t found = 0;
  for (const auto line : base::split(text, '\n')) {
    const auto words = words_of(line);
    if (words.size() < 5 || !words[0].starts_with("cpu")) continue;
    const auto core = number_up_to(std::string_view(words[0]).substr(3), kMostCores);
    if (!core || std::find(cores.begin(), cores.end(), *core) == cores.end()) continue;
    // user nice system idle iowait irq softirq steal; what guests take is in user and nice already.
    const auto ticks = [&](std::size_t column) {
      return column < words.size() ? parse_count(words[column]).value_or(0) : 0;
    };
    sum.programs += ticks(1) + ticks(2) + ticks(3);
    sum.idle += ticks(4) + ticks(5);
    sum.hard_interrupts += ticks(6);
    sum.soft_interrupts += ticks(7);
    sum.stolen += ticks(8);
    ++found;
  }
  if (cores.empty() || found != cores.size()) return std::nullopt;
  return sum;
}

}  // namespace acrida::app::doctor
