#include "stats/slo.h"

#include <gtest/gtest.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

// A second that is filled by hand.
struct Filled {
  EndpointTable endpoints;
  Second second;

  void add(std::string_view method, std::string_view name, std::string_view payload_class,
           base::Duration late, base::Duration took, std::string_view error = {}) {
    Sample sample;
    sample.endpoint = endpoints.intern(method, name, payload_class);
    sample.started = sample.intended + late;
    sample.finished = sample.started + took;
    sample.error_kind = error;
    second.endpoints[sample.endpoint].add(sample);
  }
  Misses misses(std::string_view rule) const { return misses_of(parse_slo(rule).value(), second, endpoints); }
};

TEST(Slo, CountsWhatTookTooLongOrFailedAgainstARuleAboutTimes) {
  Filled filled;
  filled.add("GET", "/", "", 0ms, 10ms);
  filled.add("GET", "/", "", 0ms, 90ms);
  filled.add("GET", "/", "", 0ms, 1ms, "status");
  filled.add("GET", "/", "", 0ms, 95ms, "status");  // only once
  EXPECT_EQ(filled.misses("p99<50ms"), (Misses{3, 4}));
}

TEST(Slo, TellsTheLatencyFromTheServiceTime) {
  Filled filled;
  filled.add("GET", "/", "", 80ms, 10ms);
  filled.add("GET", "/", "", 80ms, 10ms, "status");
  EXPECT_EQ(filled.misses("p99<50ms"), (Misses{2, 2}));
  EXPECT_EQ(filled.misses("service.p99<50ms"), (Misses{1, 2}));
}

TEST(Slo, CountsADroppedArrivalAgainstEveryRule) {
  Filled filled;
  filled.add("GET", "/", "valid", 0ms, 10ms);
  filled.second.dropped = 2;
  EXPECT_EQ(filled.misses("p99<50ms"), (Misses{2, 3}));
  EXPECT_EQ(filled.misses("service.p99<50ms"), (Misses{2, 3}));
  EXPECT_EQ(filled.misses("errors<1%"), (Misses{2, 3}));
  EXPECT_EQ(filled.misses("errors(GET /other)<1%"), (Misses{2, 2}));
}

TEST(Slo, CountsWhatWasStillOutAtTheEndOfOpenLoad) {
  Filled filled;
  filled.add("GET", "/", "", 0ms, 10ms);
  Tally& tally = filled.second.endpoints.begin()->second;
  ++tally.in_flight;  // as Recorder::record_in_flight with an age does
  tally.latency.record(3ms);
  tally.failed_latency.record(3ms);
  for (const char* rule : {"p99<50ms", "service.p99<50ms", "errors<1%"})
    EXPECT_EQ(filled.misses(rule), (Misses{1, 2})) << rule;
}

TEST(Slo, IsAboutAnEndpointByMethodAndNameOrByNameAlone) {
  Filled filled;
  filled.add("GET", "/x", "", 0ms, 90ms);
  filled.add("POST", "/x", "valid", 0ms, 90ms);
  filled.add("POST", "/x", "malformed", 0ms, 90ms);
  filled.add("POST", "/y", "valid", 0ms, 90ms);
  const auto of = [&](const char* rule) { return filled.misses(rule).of; };
  EXPECT_EQ(of("p50<1ms"), 4u);
  EXPECT_EQ(of("p50(/x)<1ms"), 3u);
  EXPECT_EQ(of("p50(POST /x)<1ms"), 2u);
  EXPECT_EQ(of("p50(POST /x){valid}<1ms"), 1u);
  EXPECT_EQ(of("p50{valid}<1ms"), 2u);
  EXPECT_EQ(of("p50(GET)<1ms"), 0u);
  EXPECT_EQ(of("p50(GET /)<1ms"), 0u);
  EXPECT_EQ(of("p50(GET/x)<1ms"), 0u);
}

// 8,000 µs begin a bucket of Histogram, so that a microsecond can be seen.
TEST(Slo, DistinguishesBelowFromAtMost) {
  Filled filled;
  filled.add("GET", "/", "", 0ms, 8ms);
  EXPECT_EQ(filled.misses("p99<8ms").misses, 1u);
  EXPECT_EQ(filled.misses("p99<=8ms").misses, 0u);
}

TEST(Slo, PutsUpWithTheShareOfMissesThatItsPercentileLeaves) {
  EXPECT_NEAR(parse_slo("p99<8ms")->allowed_share(), 0.01, 1e-12);
  EXPECT_NEAR(parse_slo("p99.9<8ms")->allowed_share(), 0.001, 1e-12);
  EXPECT_NEAR(parse_slo("errors<2%")->allowed_share(), 0.02, 1e-12);
}

}  // namespace
}  // namespace acrida::stats
