// What acrida reports of a service of known delays, against the service's own log: in simulated time, where
// nothing but the buckets of its histograms stands between the two.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "scenario/cpp/simulated_test.h"
#include "tests/fakes/known_server.h"

namespace acrida::known_server {
namespace {

using namespace std::chrono_literals;

class Getter final : public HttpUser {
 public:
  Getter() { task(&Getter::get); }
  Task<> get() { co_await client().get("/"); }
};

struct World {
  explicit World(const fakes::Behaviour& behaviour) : server(world.loop, behaviour) {
    world.accept = [this](std::unique_ptr<net::Stream> stream) { server.accept(std::move(stream)); };
  }
  // What the server took for each request, sorted.
  std::vector<base::Duration> truth() const {
    std::vector<base::Duration> times;
    for (const auto& each : server.served()) times.push_back(each.written - each.arrived);
    std::sort(times.begin(), times.end());
    return times;
  }
  fakes::SimulatedWorld world;
  fakes::KnownServer server;
};

// Half a bucket is 1/256 of a value, and what is less than a microsecond is cut off.
void expect_same_quantiles(const stats::Histogram& told, const std::vector<base::Duration>& truth) {
  ASSERT_EQ(told.count(), truth.size());
  for (const double p : {0.0, 0.01, 0.1, 0.25, 0.5, 0.66, 0.75, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999, 1.0}) {
    const double rank = std::max(1.0, std::ceil(p * static_cast<double>(truth.size()) * (1 - 1e-12)));
    const double exact = base::milliseconds_of(truth[static_cast<std::size_t>(rank) - 1]);
    EXPECT_NEAR(base::milliseconds_of(*told.percentile(p)), exact, exact / 256 + 0.001) << "p = " << p;
  }
}

class Quantiles : public testing::TestWithParam<std::string> {};

TEST_P(Quantiles, AreTheServersOwnUpToABucketInClosedLoad) {
  World here({*fakes::Delays::parse(GetParam())});
  auto plan = scenario::cpp::short_plan(100, 10s);
  plan.stop_timeout = 10s;
  scenario::cpp::run_users<Getter>(here.world, plan, 2);
  const auto truth = here.truth();
  ASSERT_GT(truth.size(), 100'000u);  // for p99.99 to mean something
  expect_same_quantiles(here.world.totals.aggregated().service, truth);
  expect_same_quantiles(here.world.totals.aggregated().latency, truth);
}

INSTANTIATE_TEST_SUITE_P(Delays, Quantiles,
                         testing::Values("constant:5ms", "exponential:5ms", "bimodal:2ms,50ms,0.1"),
                         [](const auto& each) { return each.param.substr(0, each.param.find(':')); });

}  // namespace
}  // namespace acrida::known_server
