#include "load/health_watch.h"

#include <gtest/gtest.h>

#include "net/memory.h"
#include "tests/fakes/manual_clock.h"

namespace acrida::load {
namespace {

using namespace std::chrono_literals;

class HealthWatchTest : public testing::Test {
 protected:
  void turn_until(base::Duration time) {
    while (clock_.now() < base::TimePoint(time)) loop_.turn(), clock_.advance(10ms);
  }
  void note_beat() { ++beats_; }

  fakes::ManualClock clock_;
  fakes::ManualPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  net::MemoryConnector connector_{loop_, nullptr};
  stats::EndpointTable table_;
  RunPlan plan_;
  base::Log log_ = base::Log::silent();
  Engine engine_{loop_,
                 http::ClientContext(loop_, connector_, {}),
                 stats::Recorder(clock_, {}, [](const stats::Share&) {}),
                 stats::EndpointCache(table_),
                 plan_,
                 log_};
  int beats_ = 0;
  HealthWatch watch_{engine_, async::Callback::to<&HealthWatchTest::note_beat>(this)};
};

TEST_F(HealthWatchTest, FindsALoopThatTurnsOnTimeOnTime) {
  watch_.begin();
  turn_until(2s);
  EXPECT_EQ(engine_.health.loop_lag.count(), 39u);
  EXPECT_EQ(engine_.health.loop_lag.max(), 0s);
  EXPECT_EQ(engine_.health.peak_core_share, 0);
}

// A loop that was away for a second has missed twenty beats, and not one.
TEST_F(HealthWatchTest, CountsEachBeatThatWasMissed) {
  watch_.begin();
  clock_.advance(1s);
  loop_.turn();
  EXPECT_EQ(engine_.health.loop_lag.count(), 20u);
  EXPECT_EQ(engine_.health.loop_lag.max(), 950ms);
  EXPECT_EQ(engine_.health.loop_lag.count_at_most(499ms), 10u);
  EXPECT_EQ(beats_, 1);
}

TEST_F(HealthWatchTest, KeepsTheBusiestSecond) {
  watch_.begin();
  turn_until(3s + 10ms);
  clock_.work(700ms);
  turn_until(4s + 10ms);
  clock_.work(100ms);
  turn_until(6s);
  EXPECT_NEAR(engine_.health.peak_core_share, 0.7, 0.02);
}

TEST_F(HealthWatchTest, IsSilentOnceStopped) {
  watch_.begin();
  turn_until(1s);
  const int before = beats_;
  watch_.stop();
  turn_until(2s);
  EXPECT_EQ(beats_, before);
}

}  // namespace
}  // namespace acrida::load
