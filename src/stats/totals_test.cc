#include "stats/totals.h"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/random.h>

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

Sample sample_of(EndpointId endpoint, base::Duration took, std::string_view error = {}) {
  Sample sample;
  sample.endpoint = endpoint;
  sample.finished = sample.started + took;
  sample.error_kind = error;
  return sample;
}

Snapshot snapshot_of(std::int64_t second, const std::vector<Sample>& samples) {
  Snapshot snapshot;
  snapshot.second = second;
  for (const Sample& sample : samples) {
    snapshot.counts.endpoints[sample.endpoint].add(sample);
    if (sample.failed()) snapshot.counts.add_error({sample.endpoint, "status", "500"}, {1, {}, {}});
  }
  return snapshot;
}

class TotalsTest : public testing::Test {
 protected:
  EndpointTable table_;
  EndpointId predict_ = table_.intern("POST", "/predict");
  EndpointId health_ = table_.intern("GET", "/health");
  EndpointId reset_ = table_.intern("DELETE", "/predict");
  Totals totals_{table_};
};

RC_GTEST_FIXTURE_PROP(TotalsTest, AreTheSumOfAllSnapshots, (std::uint64_t seed)) {
  Random random(seed);
  Totals totals(table_);
  Tally all;
  std::uint64_t errors = 0;
  const std::int64_t seconds = random.integer(0, 30);
  for (std::int64_t second = 0; second < seconds; ++second) {
    std::vector<Sample> samples;
    for (std::int64_t i = random.integer(0, 20); i > 0; --i) {
      const auto endpoint = static_cast<EndpointId>(random.integer(0, 2));
      const base::Duration took = std::chrono::microseconds(random.integer(0, 5'000'000));
      samples.push_back(sample_of(endpoint, took, random.chance(0.2) ? "status" : ""));
      all.add(samples.back());
    }
    Snapshot snapshot = snapshot_of(random.chance(0.2) ? 0 : second, samples);
    snapshot.late = snapshot.second != second;
    totals.add(snapshot);
  }
  Tally sum;
  for (const auto& [id, tally] : totals.by_endpoint()) sum.merge(tally);
  for (const auto& [key, seen] : totals.errors()) errors += seen.count;
  for (const Tally& tally : {totals.aggregated(), sum}) {
    RC_ASSERT(tally.requests == all.requests);
    RC_ASSERT(tally.failures == all.failures);
    RC_ASSERT(tally.service == all.service);
  }
  RC_ASSERT(errors == all.failures);
}

TEST_F(TotalsTest, OrderEndpointsByNameThenMethod) {
  totals_.add(snapshot_of(0, {sample_of(predict_, 1ms), sample_of(health_, 1ms), sample_of(reset_, 1ms)}));
  EXPECT_EQ(totals_.endpoints_in_order(), (std::vector{health_, reset_, predict_}));
}

TEST_F(TotalsTest, TellCurrentRatesOverTheSecondsThereWere) {
  totals_.add(snapshot_of(0, {sample_of(predict_, 1ms), sample_of(health_, 1ms, "status")}));
  EXPECT_DOUBLE_EQ(totals_.current_rate().requests, 2.0);
  EXPECT_DOUBLE_EQ(totals_.current_rate().failures, 1.0);
  totals_.add(snapshot_of(1, {}));
  EXPECT_DOUBLE_EQ(totals_.current_rate().requests, 1.0);
  EXPECT_DOUBLE_EQ(totals_.current_rate(predict_).requests, 0.5);
  EXPECT_DOUBLE_EQ(totals_.current_rate(reset_).requests, 0.0);
}

TEST_F(TotalsTest, ForgetInTheCurrentRateWhatIsOlderThanTheWindow) {
  totals_.add(snapshot_of(0, {sample_of(predict_, 9s)}));
  for (std::int64_t second = 1; second <= Totals::kWindowSeconds; ++second) {
    totals_.add(snapshot_of(second, {sample_of(predict_, 1ms)}));
  }
  EXPECT_DOUBLE_EQ(totals_.current_rate().requests, 1.0);
  EXPECT_EQ(totals_.current().service.max(), base::Duration(1ms));
  EXPECT_EQ(totals_.aggregated().service.max(), base::Duration(9s));
}

TEST_F(TotalsTest, AddALatePartToItsOwnSecondAndKeepTheGauges) {
  Snapshot first = snapshot_of(0, {sample_of(predict_, 1ms)});
  first.users = 5;
  totals_.add(first);
  Snapshot late = snapshot_of(0, {sample_of(predict_, 1ms)});
  late.late = true;
  totals_.add(late);
  EXPECT_EQ(totals_.users(), 5u);
  EXPECT_DOUBLE_EQ(totals_.current_rate().requests, 2.0);
  EXPECT_EQ(totals_.aggregated().requests, 2u);
}

TEST_F(TotalsTest, SumExceptions) {
  Snapshot snapshot;
  snapshot.counts.exceptions = {{{"boom", "a"}, 2}, {{"boom", "b"}, 1}};
  totals_.add(snapshot);
  totals_.add(snapshot);
  EXPECT_EQ(totals_.exception_count(), 6u);
  EXPECT_EQ(totals_.exceptions().at({"boom", "a"}), 4u);
}

TEST_F(TotalsTest, ForgetAllThereWasWhenTheyStartAnew) {
  Snapshot before = snapshot_of(0, {sample_of(predict_, 9s, "status")});
  before.counts.exceptions = {{{"boom", "a"}, 2}};
  before.counts.add_answer({predict_, "status", "500"}, {});
  totals_.add(before);
  Snapshot first = snapshot_of(3, {sample_of(health_, 1ms)});
  first.starts_anew = true;
  first.users = 4;
  totals_.add(first);
  EXPECT_EQ(totals_.first_second(), 3);
  EXPECT_EQ(totals_.aggregated().requests, 1u);
  EXPECT_EQ(totals_.endpoints_in_order(), std::vector{health_});
  EXPECT_EQ(totals_.current().service.max(), base::Duration(1ms));
  EXPECT_DOUBLE_EQ(totals_.current_rate().requests, 1.0);
  EXPECT_TRUE(totals_.errors().empty() && totals_.answers().empty());
  EXPECT_EQ(totals_.exception_count(), 0u);
  EXPECT_EQ(totals_.users(), 4u);
}

TEST_F(TotalsTest, AreEmptyAtFirst) {
  EXPECT_EQ(totals_.aggregated().requests, 0u);
  EXPECT_DOUBLE_EQ(totals_.current_rate().requests, 0.0);
  EXPECT_TRUE(totals_.endpoints_in_order().empty());
}

}  // namespace
}  // namespace acrida::stats
