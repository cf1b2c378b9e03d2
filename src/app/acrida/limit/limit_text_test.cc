#include "app/acrida/limit/limit_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <acrida/json.h>

#include "app/acrida/limit/limit_json.h"
#include "base/text.h"

namespace acrida::app {
namespace {

using testing::HasSubstr;
using testing::Not;

const LoadUnit kRate{.users = false};

// A search in a world where everything up to `limit` passes, and nothing above it.
capacity::Search searched(double limit, double highest = 1e6) {
  capacity::SearchSettings settings;
  settings.rules = {{"p99<50ms", 0.01}};
  settings.start = 10;
  settings.highest = highest;
  capacity::Search search(settings);
  while (search.next()) {
    capacity::ProbeResult result;
    result.probe = *search.next();
    const bool passes = result.probe.load <= limit;
    result.verdict = passes ? capacity::Verdict::pass : capacity::Verdict::fail;
    result.reason = passes ? "0.4 % missed" : "2.5 % missed";
    result.rules = {{passes ? 40u : 250u, 10'000, 2}};
    result.judged_s = 9;
    result.seconds = 10;
    result.throughput = result.probe.load;
    result.p50_s = 0.002;
    result.p99_s = passes ? 0.030 : 0.080;
    search.tell(result);
  }
  return search;
}

TEST(LimitText, TellsTheIntervalAndWhyItsEndsAreThere) {
  const auto search = searched(432);
  const auto& limit = search.limit();
  ASSERT_EQ(limit.outcome, capacity::Outcome::found);
  const auto text = limit_text(search, kRate, true);
  EXPECT_THAT(text, HasSubstr("Limit: " + kRate.of(*limit.pass) + " to " + kRate.of(*limit.fail) +
                              " (95 % confidence), held to p99<50ms\n"));
  EXPECT_THAT(text, HasSubstr("  passes at " + kRate.of(*limit.pass) + ": 0.4 % missed\n"));
  EXPECT_THAT(text, HasSubstr("  fails at " + kRate.of(*limit.fail) + ": 2.5 % missed\n"));
  EXPECT_LE(*limit.pass, 432);
  EXPECT_GT(*limit.fail, 432);
}

TEST(LimitText, DrawsLatencyOverLoadUpwards) {
  const auto text = limit_text(searched(432), kRate, false);
  const auto first = text.find("      10.0 ");
  EXPECT_NE(first, std::string::npos) << text;
  EXPECT_LT(first, text.find("fail       ########################")) << text;
  EXPECT_THAT(text, Not(HasSubstr("█")));
}

TEST(LimitText, SaysThatTheLowestLoadFails) {
  EXPECT_THAT(limit_text(searched(1), kRate, true),
              HasSubstr("the lowest load, 10.0/s, already breaks p99<50ms"));
}

TEST(LimitText, SaysThatNothingWasOfferedThatFails) {
  EXPECT_THAT(limit_text(searched(1e9, 200), kRate, true), HasSubstr("The limit is above 200.0/s"));
}

TEST(LimitText, FitsATerminal) {
  for (const auto& text :
       {limit_text(searched(432), kRate, false), limit_text(searched(5e5), kRate, false)}) {
    for (const auto line : base::split(text, '\n')) EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(LimitText, HasOneColumnForEachHeading) {
  const auto search = searched(432);
  const auto line = probe_line(1, search.probes().front(), kRate, true);
  EXPECT_EQ(line, "    1 climb          10.0/s    10 s   2.00 ms   30.0 ms     0.40%  pass\n");
  EXPECT_EQ(probe_heading(), "probe kind             load    time       p50       p99    missed  verdict\n");
}

TEST(LoadUnit, SpeaksOfUsersAndOfRates) {
  EXPECT_EQ(LoadUnit{.users = true}.of(1), "1 user");
  EXPECT_EQ(LoadUnit{.users = true}.of(12), "12 users");
  EXPECT_EQ(kRate.of(1.5), "1.50/s");
  EXPECT_EQ(kRate.of(480.04), "480.0/s");
  EXPECT_EQ(kRate.of(12345.6), "12346/s");
}

TEST(LimitJson, HasTheIntervalEveryProbeAndTheRules) {
  const auto search = searched(432);
  const auto json = Json::parse(limit_json(search, kRate));
  EXPECT_EQ(json["unit"].string(), "arrivals_per_s");
  EXPECT_EQ(json["outcome"].string(), "found");
  EXPECT_EQ(json["pass"].number(), *search.limit().pass);
  EXPECT_EQ(json["fail"].number(), *search.limit().fail);
  EXPECT_EQ(json["confidence"].number(), 0.95);
  EXPECT_EQ(json["probes"].size(), search.probes().size());
  EXPECT_EQ(json["rules"].at(0).string(), "p99<50ms");
  const auto probe = json["probes"].at(0);
  EXPECT_EQ(probe["kind"].string(), "climb");
  EXPECT_EQ(probe["verdict"].string(), "pass");
  EXPECT_EQ(probe["latency_ms"]["p99"].number(), 30);
  EXPECT_EQ(probe["rules"].at(0)["misses"].integer(), 40);
  EXPECT_EQ(probe["rules"].at(0)["effective"].number(), 5000);
}

TEST(LimitJson, SaysNullWhereNothingWasProven) {
  const auto json = Json::parse(limit_json(searched(1), kRate));
  EXPECT_EQ(json["outcome"].string(), "lowest fails");
  EXPECT_TRUE(json["pass"].is_null());
}

}  // namespace
}  // namespace acrida::app
