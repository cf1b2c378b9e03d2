#include "report/second_line.h"

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

TEST(SecondLine, TellsOfTheSecondAlone) {
  RunBuilder builder;
  builder.add({"GET", "/a", 900ms}).end_second();
  for (int i = 0; i < 99; ++i) builder.add({"GET", "/a", 2ms});
  builder.add({"GET", "/b", 1500us, "status", "500"});
  stats::Snapshot second = builder.end_second();
  second.in_flight = 1200;
  second.counts.dropped = 3;
  EXPECT_EQ(second_headline({}),
            "    time   requests    failed       p50       p99       max  in flight   dropped\n");
  EXPECT_EQ(second_line(second, {}),
            "    0:02        100         1   2.00 ms   2.00 ms   2.00 ms      1,200         3\n");
}

TEST(SecondLine, HasNoTimesWhenNothingFinished) {
  stats::Snapshot second;
  second.second = 3600;
  EXPECT_EQ(second_line(second, {.utf8 = true}),
            " 1:00:01          0         0         -         -         -          0         0\n");
}

TEST(SecondLine, CountsLatencyFromTheIntendedStart) {
  RunBuilder builder;
  builder.add({.method = "GET", .name = "/a", .took = 1ms, .late = 9ms});
  EXPECT_EQ(second_line(builder.end_second(), {}),
            "    0:01          1         0   10.0 ms   10.0 ms   10.0 ms          0         0\n");
}

TEST(SecondLine, ShowsInRedWhatShouldNotBe) {
  RunBuilder builder;
  builder.add({"GET", "/a", 2ms, "status", "500"});
  const std::string line = second_line(builder.end_second(), {.colour = true});
  EXPECT_NE(line.find("\x1b[31m        1\x1b[0m"), std::string::npos) << line;
  EXPECT_EQ(line.find("\x1b[31m        0"), std::string::npos) << line;
}

}  // namespace
}  // namespace acrida::report
