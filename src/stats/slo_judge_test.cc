#include "stats/slo_judge.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

std::vector<SloRule> rules_of(std::initializer_list<const char*> texts) {
  std::vector<SloRule> rules;
  for (const char* text : texts) rules.push_back(parse_slo(text).value());
  return rules;
}

// A run that is judged second by second.
struct Judged {
  explicit Judged(std::initializer_list<const char*> rules) : judge(rules_of(rules), endpoints) {}

  Judged& add(int requests, base::Duration took, std::string_view error = {},
              std::string_view payload_class = {}) {
    Sample sample;
    sample.endpoint = endpoints.intern("GET", "/", payload_class);
    sample.finished = sample.started + took;
    sample.error_kind = error;
    for (int i = 0; i < requests; ++i) second.counts.endpoints[sample.endpoint].add(sample);
    return *this;
  }
  void end_second() {
    judge.add(second);
    second = {};
    second.second = ++number;
  }
  void seconds(int count, int requests, base::Duration took) {
    for (int i = 0; i < count; ++i) add(requests, took).end_second();
  }
  void late(std::int64_t of) {
    second.second = of;
    second.late = true;
    judge.add(second);
    second = {};
    second.second = number;
  }
  SloResult result() const { return results().front(); }
  std::vector<SloResult> results() const { return judge.results(std::chrono::seconds(number)); }

  EndpointTable endpoints;
  SloJudge judge;
  Snapshot second;
  std::int64_t number = 0;
};

TEST(SloJudge, ComparesThePercentileWithItsLimit) {
  Judged run{"p50<5ms", "p99<5ms"};
  run.add(98, 4ms).add(2, 100us * 1000).end_second();
  const auto results = run.results();
  EXPECT_TRUE(results[0].pass);
  EXPECT_NEAR(results[0].actual.value(), 4, 0.02);
  EXPECT_FALSE(results[1].pass);
  EXPECT_NEAR(results[1].actual.value(), 100, 0.4);
}

TEST(SloJudge, PutsFailuresAndDroppedArrivalsAtTheFarEnd) {
  Judged run{"p99<5ms", "p98<5ms"};
  run.add(98, 1ms).add(1, 1ms, "status");
  run.second.counts.dropped = 1;
  run.end_second();
  const auto results = run.results();
  EXPECT_FALSE(results[0].pass);
  EXPECT_EQ(results[0].actual, std::nullopt);
  EXPECT_TRUE(results[0].had_requests);
  EXPECT_TRUE(results[1].pass);
}

TEST(SloJudge, CountsFailuresAndDroppedArrivalsAsErrors) {
  Judged run{"errors<2%", "errors<=2%"};
  run.add(98, 1ms).add(1, 1ms, "status");
  run.second.counts.dropped = 1;
  run.end_second();
  const auto results = run.results();
  EXPECT_EQ(results[0].actual, 2.0);
  EXPECT_FALSE(results[0].pass);
  EXPECT_TRUE(results[1].pass);
}

TEST(SloJudge, JudgesThroughputOverAllOfTheTime) {
  Judged run{"rps>9", "rps>=10", "rps>10"};
  run.seconds(4, 10, 1ms);
  const auto results = run.results();
  EXPECT_EQ(results[0].actual, 10.0);
  EXPECT_TRUE(results[0].pass && results[1].pass);
  EXPECT_FALSE(results[2].pass);
}

TEST(SloJudge, CallsARuleBrokenThatNoRequestWasAbout) {
  Judged run{"p99{valid}<1h", "rps(GET /other)>=0", "errors{malformed}<100%"};
  run.add(5, 1ms, {}, "malformed").end_second();
  const auto results = run.results();
  EXPECT_FALSE(results[0].had_requests || results[0].pass || results[0].actual);
  EXPECT_FALSE(results[1].had_requests || results[1].pass);
  EXPECT_TRUE(results[2].had_requests && results[2].pass);
}

TEST(SloJudge, TakesTheWorstWindow) {
  Judged run{"p99[3s]<50ms", "p99<50ms", "errors[2s]<10%", "rps[2s]>5"};
  run.seconds(200, 10, 1ms);
  run.add(1, 80ms).end_second();  // 1 of 2001 in all, 1 of 21 in its window
  run.seconds(50, 10, 1ms);
  run.add(3, 1ms, "status").end_second();
  run.seconds(50, 10, 1ms);
  const auto results = run.results();
  EXPECT_FALSE(results[0].pass);
  EXPECT_EQ(results[0].actual, std::nullopt);  // the failures are in another window
  EXPECT_TRUE(results[1].pass);
  EXPECT_NEAR(results[2].actual.value(), 100.0 * 3 / 13, 1e-9);
  EXPECT_EQ(results[3].actual, 5.5);
}

TEST(SloJudge, DoesNotJudgeAWindowThatIsNotFullUnlessNoneIs) {
  Judged run{"rps[3s]>9"};
  run.seconds(2, 20, 1ms);
  EXPECT_EQ(run.result().actual, 20.0);
  run.seconds(4, 20, 1ms);
  run.add(1, 1ms).end_second();
  EXPECT_EQ(run.judge.results(6100ms).front().actual, 20.0);  // the last second was not whole
}

TEST(SloJudge, AddsWhatComesLateToItsOwnWindow) {
  Judged run{"p99[2s]<50ms"};
  run.seconds(6, 10, 1ms);
  EXPECT_TRUE(run.result().pass);
  run.add(1, 90ms).late(3);
  EXPECT_FALSE(run.result().pass);
  EXPECT_EQ(run.judge.results(6s).size(), 1u);
}

TEST(SloJudge, StillCountsWhatComesTooLateForItsWindow) {
  Judged run{"p99[2s]<50ms"};
  run.seconds(100, 10, 1ms);
  run.add(1, 90ms).late(3);
  EXPECT_FALSE(run.result().pass);
}

TEST(SloJudge, ForgetsWhatWasBeforeTheStatisticsStartAnew) {
  Judged run{"p99<50ms", "p99[2s]<50ms"};
  run.seconds(3, 10, 90ms);
  run.second.starts_anew = true;
  run.seconds(3, 10, 1ms);
  EXPECT_TRUE(run.results()[0].pass && run.results()[1].pass);
}

TEST(SloJudge, BeginsItsWindowsAnewAfterSecondsThatAreToldInOne) {
  Judged run{"rps[2s]>5", "rps>5"};
  run.seconds(1, 1, 1ms);
  run.add(60, 1ms);
  run.judge.add_chunk(run.second, 4);
  run.second = {};
  run.second.second = run.number = 5;
  run.seconds(3, 10, 1ms);
  const auto results = run.results();
  EXPECT_EQ(results[0].actual, 10.0);
  EXPECT_EQ(results[1].actual, 91.0 / 8);
}

TEST(SloJudge, AsksToStopOnceARuleWithAnExclamationMarkIsBroken) {
  Judged run{"p99<50ms", "p90[2s]<50ms!", "errors<10%!3s"};
  run.add(10, 90ms).end_second();
  EXPECT_FALSE(run.judge.breach());  // no window is full
  run.add(10, 1ms, "status").end_second();
  const auto breach = run.judge.breach();
  ASSERT_TRUE(breach);
  EXPECT_EQ(breach->result.rule.text(), "p90[2s]<50ms!");
  EXPECT_EQ(breach->after, base::Duration(2s));
}

TEST(SloJudge, PutsUpWithABreachUntilItsDelayIsOver) {
  Judged run{"errors<10%!3s"};
  run.add(10, 1ms, "status").end_second();
  run.add(10, 1ms).end_second();
  EXPECT_FALSE(run.judge.breach());
  run.add(10, 1ms).end_second();
  EXPECT_EQ(run.judge.breach()->after, base::Duration(3s));
  run.seconds(30, 10, 1ms);
  EXPECT_FALSE(run.judge.breach());  // it is kept by now
}

TEST(SloJudge, DoesNotStopBeforeTheFirstRequestOfARule) {
  Judged run{"p99{valid}<5ms!"};
  run.add(10, 90ms).end_second();
  EXPECT_FALSE(run.judge.breach());
}

// The windows of a series, one by one, from its definition.
RC_GTEST_PROP(SloJudge, FindsTheWorstOfAllWindows, ()) {
  const auto length = *rc::gen::inRange<std::size_t>(1, 6);
  const auto counts =
      *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 100)).as("requests of each second");
  RC_PRE(!counts.empty());
  Judged run{};
  SloRule rule = parse_slo("rps>0").value();
  rule.window = std::chrono::seconds(length);
  SloJudge judge({rule}, run.endpoints);
  for (const int count : counts) {
    run.add(count, 1ms);
    judge.add(run.second);
    run.second = {};
    run.second.second = ++run.number;
  }
  double worst = 1e9;
  const std::size_t width = std::min(length, counts.size());
  for (std::size_t from = 0; from + width <= counts.size(); ++from) {
    double sum = 0;
    for (std::size_t i = from; i < from + width; ++i) sum += counts[i];
    worst = std::min(worst, sum / static_cast<double>(width));
  }
  const auto told = judge.results(std::chrono::seconds(counts.size())).front().actual;
  RC_ASSERT(told.has_value());
  RC_ASSERT(std::abs(*told - worst) < 1e-9);
}

}  // namespace
}  // namespace acrida::stats
