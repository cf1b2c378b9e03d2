#include "app/acrida/doctor/parse.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acrida::app::doctor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DoctorParse, ReadsTheFirstWord) {
  EXPECT_EQ(parse_word("tsc\n"), "tsc");
  EXPECT_EQ(parse_word("  performance \n"), "performance");
  EXPECT_EQ(parse_word("\n"), std::nullopt);
}

TEST(DoctorParse, ReadsACount) {
  EXPECT_EQ(parse_count("4096\n"), 4096);
  EXPECT_EQ(parse_count("0"), 0);
  for (const char* text : {"", "many", "-1", "12x", "99999999999999999999"}) {
    EXPECT_EQ(parse_count(text), std::nullopt) << text;
  }
}

TEST(DoctorParse, ReadsAListOfCores) {
  EXPECT_THAT(parse_core_list("0-2,5\n"), ElementsAre(0, 1, 2, 5));
  EXPECT_THAT(parse_core_list("7"), ElementsAre(7));
  EXPECT_THAT(parse_core_list("\n"), IsEmpty());
  EXPECT_THAT(parse_core_list("0-99999999999,x,-"), IsEmpty());
}

TEST(DoctorParse, ReadsThePortRange) {
  const auto range = parse_port_range("32768\t60999\n");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->first, 32768);
  EXPECT_EQ(range->last, 60999);
  EXPECT_EQ(range->count(), 28232);
  for (const char* text : {"", "32768", "2 1", "1 65536", "a b", "1 2 3"}) {
    EXPECT_FALSE(parse_port_range(text)) << text;
  }
}

TEST(DoctorParse, FindsTheVersion2Cgroup) {
  EXPECT_EQ(parse_cgroup_path("9:cpu:/v1\n0::/system.slice/x.service\n"), "/system.slice/x.service");
  EXPECT_EQ(parse_cgroup_path("0::/\n"), "/");
  EXPECT_EQ(parse_cgroup_path("9:cpu:/v1\n"), std::nullopt);
}

TEST(DoctorParse, ReadsTheProcessorQuota) {
  EXPECT_EQ(parse_cpu_max("150000 100000\n"), 1.5);
  EXPECT_EQ(parse_cpu_max("max 100000\n"), std::numeric_limits<double>::infinity());
  for (const char* text : {"", "max", "150000", "0 100000", "150000 0", "x 100000"}) {
    EXPECT_EQ(parse_cpu_max(text), std::nullopt) << text;
  }
}

TEST(DoctorParse, ReadsTheMemoryLimit) {
  EXPECT_EQ(parse_memory_max("max\n"), ~std::uint64_t{0});
  EXPECT_EQ(parse_memory_max("1073741824\n"), 1073741824u);
  EXPECT_EQ(parse_memory_max("plenty"), std::nullopt);
}

TEST(DoctorParse, ReadsALineOfMeminfoInBytes) {
  constexpr const char* kText =
      "MemTotal:  8000 kB\nMemFree:    10 kB\nMemAvailable:   4000 kB\nBroken: kB\n";
  EXPECT_EQ(parse_meminfo(kText, "MemAvailable"), 4000u * 1024);
  EXPECT_EQ(parse_meminfo(kText, "Mem"), std::nullopt);
  EXPECT_EQ(parse_meminfo(kText, "Broken"), std::nullopt);
}

constexpr const char* kStat =
    "cpu  110 12 114 1016 118 120 122 124 0 0\n"
    "cpu0 100 10 100 1000 100 100 100 100 50 5\n"
    "cpu1 10 2 14 16 18 20 22 24 0 0\n"
    "cpu10 1 1 1 1\n"
    "intr 5\n";

TEST(DoctorParse, SumsTheTicksOfTheCoresAskedFor) {
  const auto one = parse_stat(kStat, {1});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->programs, 26);
  EXPECT_EQ(one->idle, 34);
  EXPECT_EQ(one->hard_interrupts, 20);
  EXPECT_EQ(one->soft_interrupts, 22);
  EXPECT_EQ(one->stolen, 24);
  const auto two = parse_stat(kStat, {0, 1});
  ASSERT_TRUE(two);
  EXPECT_EQ(two->programs, 236);
  EXPECT_EQ(two->all(), 1610 + 126);
}

TEST(DoctorParse, ReadsTheShortLinesOfOldKernels) {
  const auto ticks = parse_stat(kStat, {10});
  ASSERT_TRUE(ticks);
  EXPECT_EQ(ticks->programs, 3);
  EXPECT_EQ(ticks->stolen, 0);
}

TEST(DoctorParse, DoesNotKnowTheTicksOfACoreWithoutALine) {
  EXPECT_FALSE(parse_stat(kStat, {0, 2}));
  EXPECT_FALSE(parse_stat("", {0}));
  EXPECT_FALSE(parse_stat(kStat, {}));
}

}  // namespace
}  // namespace acrida::app::doctor
