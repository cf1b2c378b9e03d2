#include "app/acrida/doctor/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/json.h>

#include "app/acrida/doctor/facts_test.h"
#include "app/acrida/doctor/layout.h"

namespace acrida::app::doctor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(DoctorReport, ShowsEachStepInARow) {
  EXPECT_THAT(text_report(good_facts(), {}),
              HasSubstr("          100      148,731       6.6 µs       98 %     650 µs    1.24 ms\n"));
}

TEST(DoctorReport, ShowsEachRateOfOpenLoadAndTheHighestThatIsKept) {
  const auto text = text_report(good_facts(), {});
  EXPECT_THAT(text, HasSubstr("       60,000       60,010        80 µs  kept\n"
                              "      120,000      101,000     140.0 ms  not kept\n"));
  EXPECT_THAT(json_report(good_facts(), {}), HasSubstr("\"highest_per_s\": 60000,"));
}

TEST(DoctorReport, SaysUnknownForWhatIsUnknown) {
  Facts facts = good_facts();
  facts.machine = {};
  const auto text = text_report(facts, {});
  for (const char* line :
       {"Cores             unknown\n", "  cgroup quota    unknown\n", "  governor        unknown\n",
        "  steal           unknown\n", "  by ports        unknown\n", "  by memory       unknown\n",
        "  congestion      unknown\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(DoctorReport, FitsATerminalOf80Columns) {
  Facts facts = good_facts();
  facts.load.skipped = {1000};
  std::string line;
  for (const char c : text_report(
           facts, {{"key", std::string(30, 'w') + std::string(200, ' ') + "µµ words " + std::string(60, 'v'),
                    "command"}})) {
    if (c != '\n') {
      if ((static_cast<unsigned char>(c) & 0xc0u) != 0x80u) line += c;
      continue;
    }
    EXPECT_LE(line.size(), 79u) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    line.clear();
  }
}

TEST(DoctorReport, TellsOnItsOwnLineWhatToType) {
  EXPECT_THAT(text_report(good_facts(), {{"key", "Something is slow.", "make it fast"}}),
              HasSubstr("\nAdvice\n  - Something is slow.\n      make it fast\n"));
  EXPECT_THAT(text_report(good_facts(), {}), HasSubstr("Advice: none"));
}

TEST(DoctorReport, SaysWhetherTheSlackOfTimersMatters) {
  Facts facts = good_facts();
  EXPECT_THAT(text_report(facts, {}),
              HasSubstr("50 µs, which does not matter here: p50 is 53 µs without it"));
  facts.timers.p50_without_slack = 4us;
  EXPECT_THAT(text_report(facts, {}), HasSubstr("50 µs, which matters here"));
}

TEST(DoctorReport, WritesNullForWhatIsUnknownOrWithoutLimit) {
  Facts facts = good_facts();
  facts.machine.descriptors.hard = ~std::uint64_t{0};
  facts.machine.network.somaxconn = std::nullopt;
  const auto json = json_report(facts, {});
  for (const char* line : {"\"quota\": null", "\"hard\": null", "\"somaxconn\": null"}) {
    EXPECT_THAT(json, HasSubstr(line));
  }
  EXPECT_THAT(json, HasSubstr("\"nr_open\": 1048576"));
}

TEST(DoctorLayout, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1048576), "1,048,576");
}

TEST(DoctorLayout, RoundsToTwoDigits) {
  EXPECT_EQ(two_digits(148'731), 150'000u);
  EXPECT_EQ(two_digits(99'600), 100'000u);
  EXPECT_EQ(two_digits(42.4), 42u);
  EXPECT_EQ(two_digits(0), 0u);
}

TEST(DoctorLayout, WritesTimesWithThreeDigits) {
  EXPECT_EQ(time_text(83'400ns), "83 µs");
  EXPECT_EQ(time_text(1240us), "1.24 ms");
  EXPECT_EQ(time_text(15'120us), "15.1 ms");
}

TEST(DoctorLayout, WrapsBehindTheIndent) {
  EXPECT_EQ(wrapped("a  b\nc", 4), "a b c");
  EXPECT_EQ(wrapped(std::string(70, 'x') + " yyyy zzzz", 2), std::string(70, 'x') + " yyyy\n  zzzz");
}

}  // namespace
}  // namespace acrida::app::doctor
