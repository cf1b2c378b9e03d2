#include "report/progress.h"

#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace acrida::report {
namespace {

using namespace std::chrono_literals;

struct SmallRun : RunBuilder {
  explicit SmallRun(std::string_view error = {}) {
    add({"GET", "/a", 1ms}).add({"GET", "/a", 10ms, error, "", "", 2ms}).end_second(50);
  }
};

TEST(ProgressLine, TellsTimeUsersRateFailuresAndLatency) {
  EXPECT_EQ(progress_line(12s, 1min, SmallRun().run(), {}),
            "0:12 of 1:00  50 users  2.0 req/s  0% failed  p50 1.00 ms  p99 12.0 ms");
  EXPECT_EQ(progress_line(3725s, std::nullopt, SmallRun("timeout").run(), {.columns = 100}),
            "1:02:05  50 users  2.0 req/s  50.00% failed  p50 1.00 ms  p99 12.0 ms");
}

TEST(ProgressLine, LeavesOutWhatThereIsNoRoomOrNoNumberFor) {
  EXPECT_EQ(progress_line(12s, 1min, SmallRun().run(), {.columns = 40}), "0:12 of 1:00  50 users  2.0 req/s");
  EXPECT_EQ(progress_line(0s, std::nullopt, RunBuilder().run(), {}), "0:00  0 users  0.0 req/s  0% failed");
  EXPECT_EQ(progress_line(12s, 1min, SmallRun().run(), {.columns = 0}), "");
}

TEST(ProgressLine, TellsWhatOpenLoadOffersAndDrops) {
  EXPECT_EQ(progress_line(12s, 1min, SmallRun().run(), {.offered = 99.5}),
            "0:12 of 1:00  99.5/s offered  50 users  2.0 req/s  0% failed  p50 1.00 ms");
  SmallRun dropping;
  dropping.drop(3).end_second(50);
  EXPECT_EQ(
      progress_line(12s, 1min, dropping.run(), {.columns = 100, .offered = 1000}),
      "0:12 of 1:00  1000/s offered  50 users  1.0 req/s  0% failed  3 dropped  p50 1.00 ms  p99 12.0 ms");
}

TEST(ProgressLine, ShowsFailuresInRedWhenItMayUseColour) {
  const std::string line =
      progress_line(1s, std::nullopt, SmallRun("timeout").run(), {.columns = 80, .colour = true});
  EXPECT_NE(line.find("\x1b[31m50.00% failed\x1b[0m"), std::string::npos);
}

}  // namespace
}  // namespace acrida::report
