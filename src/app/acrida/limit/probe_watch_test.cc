#include "app/acrida/limit/probe_watch.h"

#include <gtest/gtest.h>

namespace acrida::app {
namespace {

using namespace std::chrono_literals;

class ProbeWatchTest : public testing::Test {
 protected:
  // `fast` requests of 1 ms and `slow` ones of 30 ms.
  stats::Snapshot second(std::uint64_t fast, std::uint64_t slow, std::uint32_t in_flight = 0) {
    stats::Snapshot snapshot;
    snapshot.in_flight = in_flight;
    auto& tally = snapshot.counts.endpoints[endpoint_];
    tally.requests = fast + slow;
    if (fast > 0) tally.latency.record(1ms, fast);
    if (slow > 0) tally.latency.record(30ms, slow);
    return snapshot;
  }
  capacity::Probe probe_of(double longest_s) {
    capacity::Probe probe;
    probe.load = 100;
    probe.settings.rules = {{rules_[0].text(), rules_[0].allowed_share()}};
    probe.settings.skip_s = 0;
    probe.settings.longest_s = longest_s;
    return probe;
  }

  std::vector<stats::SloRule> rules_{*stats::parse_slo("p90<20ms")};
  stats::EndpointTable endpoints_;
  stats::EndpointId endpoint_ = endpoints_.intern("GET", "/");
};

TEST_F(ProbeWatchTest, CountsWhoMissesTheRuleAndHowLongThingsTook) {
  const auto probe = probe_of(4);
  ProbeWatch watch(probe.settings, rules_, 0);
  for (int i = 0; i < 4 && !watch.take(second(99, 1), endpoints_); ++i) {
  }
  const auto result = watch.result(probe);
  ASSERT_EQ(result.rules.size(), 1u);
  EXPECT_EQ(result.rules[0].misses * 100, result.rules[0].of);
  EXPECT_NEAR(result.mean_latency_s, 0.00129, 1e-5);
  EXPECT_NEAR(result.p50_s, 0.001, 1e-5);
}

TEST_F(ProbeWatchTest, DoesNotLookAtTheSecondsOfAnotherLoad) {
  const auto probe = probe_of(10);
  ProbeWatch watch(probe.settings, rules_, 2);
  EXPECT_FALSE(watch.take(second(0, 1000), endpoints_));
  EXPECT_FALSE(watch.take(second(0, 1000), endpoints_));
  watch.take(second(100, 0), endpoints_);
  EXPECT_EQ(watch.result(probe).mean_latency_s, 0.001);
}

TEST_F(ProbeWatchTest, SeesABacklogThatGrows) {
  const auto probe = probe_of(60);
  ProbeWatch watch(probe.settings, rules_, 0);
  for (std::uint32_t i = 1; i <= 60 && !watch.take(second(1000, 0, 1000 * i), endpoints_); ++i) {
  }
  EXPECT_EQ(watch.judge().verdict(), capacity::Verdict::fail) << watch.judge().reason();
}

TEST_F(ProbeWatchTest, TakesADroppedArrivalForAMissAndForNoAnswer) {
  const auto probe = probe_of(4);
  ProbeWatch watch(probe.settings, rules_, 0);
  auto some_dropped = second(60, 0);
  some_dropped.counts.dropped = 40;
  for (int i = 0; i < 4 && !watch.take(some_dropped, endpoints_); ++i) {
  }
  const auto result = watch.result(probe);
  EXPECT_EQ(result.throughput, 60);
  EXPECT_EQ(result.rules.at(0).misses * 100, result.rules.at(0).of * 40);
}

TEST_F(ProbeWatchTest, TakesNothingThatComesLateOrAfterTheVerdict) {
  const auto probe = probe_of(1);
  ProbeWatch watch(probe.settings, rules_, 0);
  auto late = second(0, 1000);
  late.late = true;
  EXPECT_FALSE(watch.take(late, endpoints_));
  EXPECT_TRUE(watch.take(second(100, 0), endpoints_));
  EXPECT_TRUE(watch.take(second(0, 1000), endpoints_));
  EXPECT_EQ(watch.result(probe).rules.at(0).of, 100u);
}

}  // namespace
}  // namespace acrida::app
