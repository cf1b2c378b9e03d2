// What acrida reports of a service of known delays, against the service's own log: in simulated time, where
// nothing but the buckets of its histograms stands between the two.
#include <chrono>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "tests/known_server/known_world.h"

namespace acrida::known_server {
namespace {

using namespace std::chrono_literals;

// Half a bucket is 1/256 of a value, and what is less than a microsecond is cut off.
void expect_same_quantiles(const stats::Histogram& told, const std::vector<base::Duration>& truth) {
  ASSERT_EQ(told.count(), truth.size());
  for (const double p : {0.0, 0.01, 0.1, 0.25, 0.5, 0.66, 0.75, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999, 1.0}) {
    const double rank = std::max(1.0, std::ceil(p * static_cast<double>(truth.size()) * (1 - 1e-12)));
    const double exact = base::milliseconds_of(truth[static_cast<std::size_t>(rank) - 1]);
    EXPECT_NEAR(base::milliseconds_of(*told.percentile(p)), exact, exact / 256 + 0.001) << "p = " << p;
  }
}

class Quantiles : public testing::TestWithParam<std::string> {
 protected:
  void expect_the_servers_own(const load::RunPlan& plan) {
    KnownWorld here({*fakes::Delays::parse(GetParam())});
    here.run(plan, 2);
    const auto truth = here.truth();
    ASSERT_GT(truth.size(), 100'000u);  // for p99.99 to mean something
    expect_same_quantiles(here.told().service, truth);
    expect_same_quantiles(here.told().latency, truth);
  }
};

TEST_P(Quantiles, AreTheServersOwnUpToABucketInClosedLoad) {
  expect_the_servers_own(scenario::cpp::short_plan(100, 10s));
}

TEST_P(Quantiles, AreTheServersOwnUpToABucketInOpenLoad) {
  expect_the_servers_own(open_plan(20'000, load::Arrivals::poisson, 10s));
}

INSTANTIATE_TEST_SUITE_P(Delays, Quantiles,
                         testing::Values("constant:5ms", "exponential:5ms", "bimodal:2ms,50ms,0.1"),
                         [](const auto& each) { return each.param.substr(0, each.param.find(':')); });

}  // namespace
}  // namespace acrida::known_server
