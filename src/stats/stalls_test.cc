#include "stats/stalls.h"

#include <gtest/gtest.h>

#include <acrida/random.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

// Closed load, second by second.
struct Closed {
  void add(int requests, base::Duration took) {
    Sample sample;
    sample.finished = sample.started + took;
    for (int i = 0; i < requests; ++i) second.counts.endpoints[EndpointId{}].add(sample);
  }
  void end_second() {
    for (const auto& [id, tally] : second.counts.endpoints) all.merge(tally);
    stalls.add(second);
    second = {};
    second.second = ++number;
  }
  void seconds(int count, int requests, base::Duration took) {
    for (int i = 0; i < count; ++i) {
      add(requests, took);
      end_second();
    }
  }

  Stalls stalls;
  Tally all;
  Snapshot second;
  std::int64_t number = 0;
};

// 20 users at 1,000 requests a second; for a second, from half past to half past, nothing is answered.
TEST(Stalls, TellWhatAFreezeHides) {
  Closed run;
  run.seconds(10, 1000, 2ms);
  run.seconds(1, 500, 2ms);
  run.add(20, 1s);
  run.seconds(1, 480, 2ms);
  run.seconds(8, 1000, 2ms);
  const auto hidden = run.stalls.hidden(run.all);
  ASSERT_TRUE(hidden);
  EXPECT_NEAR(hidden->requests, 1000, 30);
  EXPECT_NEAR(base::milliseconds_of(hidden->p99_shown), 2, 0.1);
  // 200 of 20,000 requests are 1 %: of the 1,000 and 20 that waited up to a second those that waited longest.
  EXPECT_NEAR(base::milliseconds_of(hidden->p99_of_all), 815, 30);
  EXPECT_EQ(hidden->longest, base::Duration(1s));
}

TEST(Stalls, AreNotSlowAnswersWhileOthersGoOn) {
  Closed run;
  for (int i = 0; i < 30; ++i) {
    run.add(3, 900ms);
    run.seconds(1, 1000, 2ms);
  }
  EXPECT_FALSE(run.stalls.hidden(run.all));
}

TEST(Stalls, AreNotSecondsWithFewerRequestsAlone) {
  Closed run;
  run.seconds(10, 1000, 2ms);
  run.seconds(2, 100, 2ms);
  run.seconds(10, 1000, 2ms);
  EXPECT_FALSE(run.stalls.hidden(run.all));
}

TEST(Stalls, AreNotTalkedOfWhereTheyHideNothing) {
  Closed run;  // the slow ones are more than 1 %, so that the percentile shows them
  run.seconds(10, 100, 2ms);
  run.seconds(1, 50, 2ms);
  run.add(20, 1s);
  run.seconds(1, 30, 2ms);
  run.seconds(8, 100, 2ms);
  EXPECT_FALSE(run.stalls.hidden(run.all));
}

TEST(Stalls, SumUpWhenThereAreSeveral) {
  Closed run;
  for (int i = 0; i < 5; ++i) {
    run.seconds(20, 1000, 2ms);
    run.seconds(2, 0, 2ms);
    run.add(20, 2s);
    run.seconds(20, 1000, 2ms);
  }
  EXPECT_TRUE(run.stalls.hidden(run.all));
}

TEST(Stalls, ForgetWhatWasBeforeTheStatisticsStartAnew) {
  Closed run;
  run.seconds(10, 1000, 2ms);
  run.seconds(1, 500, 2ms);
  run.add(20, 1s);
  run.seconds(1, 480, 2ms);
  run.all = {};
  run.second.starts_anew = true;
  run.seconds(10, 1000, 2ms);
  EXPECT_FALSE(run.stalls.hidden(run.all));
}

}  // namespace
}  // namespace acrida::stats
