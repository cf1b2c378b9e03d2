#include "app/acrida/doctor/machine.h"

#include <limits>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::app::doctor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ReadFile files(std::map<std::string, std::string> texts) {
  return [texts = std::move(texts)](const std::string& path) -> std::optional<std::string> {
    const auto found = texts.find(path);
    if (found == texts.end()) return std::nullopt;
    return found->second;
  };
}

TEST(DoctorMachine, KnowsNothingWhereNoFileCanBeRead) {
  const Machine machine = read_machine(files({}), {});
  EXPECT_FALSE(machine.cores.online || machine.cores.quota || machine.cores.governor);
  EXPECT_FALSE(machine.memory || machine.descriptors.nr_open);
  EXPECT_FALSE(machine.network.ports || machine.network.somaxconn || machine.network.tw_reuse ||
               machine.network.congestion_control);
  EXPECT_FALSE(read_clock(files({})).source);
}

TEST(DoctorMachine, ReadsTheNetworkSettings) {
  const Machine machine = read_machine(files({{"/proc/sys/net/ipv4/ip_local_port_range", "1024\t65535\n"},
                                              {"/proc/sys/net/ipv4/tcp_tw_reuse", "2\n"},
                                              {"/proc/sys/net/ipv4/tcp_congestion_control", "bbr\n"},
                                              {"/proc/sys/net/core/somaxconn", "4096\n"},
                                              {"/proc/sys/fs/nr_open", "1048576\n"}}),
                                       {0});
  ASSERT_TRUE(machine.network.ports);
  EXPECT_EQ(machine.network.ports->count(), 64512);
  EXPECT_EQ(machine.network.tw_reuse, 2);
  EXPECT_EQ(machine.network.congestion_control, "bbr");
  EXPECT_EQ(machine.network.somaxconn, 4096);
  EXPECT_EQ(machine.descriptors.nr_open, 1048576u);
}

TEST(DoctorMachine, AsksTheFirstCoreThatItMayUse) {
  const Machine machine =
      read_machine(files({{"/sys/devices/system/cpu/online", "0-7\n"},
                          {"/sys/devices/system/cpu/cpu2/topology/thread_siblings_list", "2,6\n"},
                          {"/sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "powersave\n"}}),
                   {2, 3});
  EXPECT_EQ(machine.cores.online, 8);
  EXPECT_THAT(machine.cores.siblings, ElementsAre(2, 6));
  EXPECT_EQ(machine.cores.governor, "powersave");
}

TEST(DoctorMachine, TakesTheLowestQuotaOfItsControlGroupAndThoseAbove) {
  const auto quota_of = [](std::map<std::string, std::string> texts) {
    return read_machine(files(std::move(texts)), {0}).cores.quota;
  };
  const std::pair<const std::string, std::string> in{"/proc/self/cgroup", "0::/pod/box\n"};
  EXPECT_EQ(quota_of({in,
                      {"/sys/fs/cgroup/pod/box/cpu.max", "max 100000\n"},
                      {"/sys/fs/cgroup/pod/cpu.max", "150000 100000\n"},
                      {"/sys/fs/cgroup/cpu.max", "400000 100000\n"}}),
            1.5);
  EXPECT_EQ(quota_of({in, {"/sys/fs/cgroup/pod/box/cpu.max", "max 100000\n"}}),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(quota_of({{"/proc/self/cgroup", "0::/\n"}, {"/sys/fs/cgroup/cpu.max", "50000 100000\n"}}), 0.5);
  EXPECT_EQ(quota_of({in}), std::nullopt);
}

TEST(DoctorMachine, HasNoMoreMemoryThanItsControlGroupLeaves) {
  std::map<std::string, std::string> texts{{"/proc/self/cgroup", "0::/box\n"},
                                           {"/proc/meminfo", "MemAvailable: 4000 kB\n"}};
  EXPECT_EQ(read_machine(files(texts), {0}).memory, 4000u * 1024);
  texts["/sys/fs/cgroup/box/memory.max"] = "max\n";
  texts["/sys/fs/cgroup/box/memory.current"] = "1000\n";
  EXPECT_EQ(read_machine(files(texts), {0}).memory, 4000u * 1024);
  texts["/sys/fs/cgroup/box/memory.max"] = "3000\n";
  EXPECT_EQ(read_machine(files(texts), {0}).memory, 2000u);
  texts["/sys/fs/cgroup/box/memory.current"] = "3001\n";
  EXPECT_EQ(read_machine(files(texts), {0}).memory, 0u);
}

TEST(DoctorMachine, ReadsTheClockSources) {
  const std::string folder = "/sys/devices/system/clocksource/clocksource0";
  const Clock clock = read_clock(files(
      {{folder + "/current_clocksource", "hpet\n"}, {folder + "/available_clocksource", "tsc hpet \n"}}));
  EXPECT_EQ(clock.source, "hpet");
  EXPECT_THAT(clock.available, ElementsAre("tsc", "hpet"));
  EXPECT_THAT(read_clock(files({})).available, IsEmpty());
}

}  // namespace
}  // namespace acrida::app::doctor
