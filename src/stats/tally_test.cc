#include "stats/tally.h"

#include <array>

#include <gtest/gtest.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;
using base::TimePoint;

Sample sample_of(base::Duration late, base::Duration took, std::string_view error = {}) {
  Sample sample;
  sample.started = sample.intended + late;
  sample.finished = sample.started + took;
  sample.timing.first_byte = took;
  sample.bytes_sent = 10;
  sample.bytes_received = 100;
  sample.content_bytes = 60;
  sample.reconnects = 1;
  sample.error_kind = error;
  return sample;
}

TEST(Tally, CountsEverythingASampleTells) {
  Tally tally;
  tally.add(sample_of(3ms, 10ms));
  tally.add(sample_of(0ms, 20ms, "status"));
  EXPECT_EQ(tally.requests, 2u);
  EXPECT_EQ(tally.failures, 1u);
  EXPECT_EQ(tally.reconnects, 2u);
  EXPECT_EQ(tally.bytes_sent, 20u);
  EXPECT_EQ(tally.bytes_received, 200u);
  EXPECT_EQ(tally.content_bytes, 120u);
  EXPECT_EQ(tally.timing.first_byte, 30ms);
  EXPECT_EQ(tally.gaps.count(), 0u);
}

TEST(Tally, TellsLatencyFromTheIntendedStartAndServiceTimeFromTheActualOne) {
  Tally tally;
  tally.add(sample_of(3ms, 10ms));
  EXPECT_EQ(tally.latency.max(), base::Duration(13ms));
  EXPECT_EQ(tally.service.max(), base::Duration(10ms));
}

TEST(Tally, CountsEachGapBetweenEvents) {
  const std::array<base::Duration, 3> gaps{20ms, 30ms, 40ms};
  Sample sample = sample_of(3ms, 100ms);
  sample.gaps = gaps;
  Tally tally;
  tally.add(sample);
  tally.add(sample_of(0ms, 10ms));
  EXPECT_EQ(tally.gaps.count(), 3u);
  EXPECT_EQ(tally.gaps.mean_us(), 30'000);
  EXPECT_EQ(tally.gaps.max(), base::Duration(40ms));
}

TEST(Tally, MergesToTheTallyOfAllSamples) {
  Tally one, other, all;
  for (int i = 1; i <= 10; ++i) {
    Sample sample = sample_of(i * 1ms, i * 7ms, i % 3 == 0 ? "timeout" : "");
    const std::array<base::Duration, 2> gaps{i * 1ms, i * 3ms};
    sample.gaps = gaps;
    (i % 2 == 0 ? one : other).add(sample);
    all.add(sample);
  }
  one.dropped = all.dropped = 4;
  other.in_flight = all.in_flight = 2;
  one.merge(other);
  EXPECT_EQ(one.requests, all.requests);
  EXPECT_EQ(one.failures, all.failures);
  EXPECT_EQ(one.dropped, all.dropped);
  EXPECT_EQ(one.in_flight, all.in_flight);
  EXPECT_EQ(one.bytes_received, all.bytes_received);
  EXPECT_EQ(one.timing.first_byte, all.timing.first_byte);
  EXPECT_TRUE(one.latency == all.latency);
  EXPECT_TRUE(one.service == all.service);
  EXPECT_EQ(one.gaps.count(), 20u);
  EXPECT_TRUE(one.gaps == all.gaps);
}

}  // namespace
}  // namespace acrida::stats
