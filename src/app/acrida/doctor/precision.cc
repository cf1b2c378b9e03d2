#include "app/acrida/doctor/precision.h"

#include <sys/prctl.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <limits>
#include <utility>

#include <acrida/random.h>

#include "async/loop.h"
#include "stats/histogram.h"

namespace acrida::app::doctor {
namespace {

constexpr int kAtOnce = 4;        // sleepers, so that it does not take five seconds
constexpr int kRounds = 4;        // with and without slack in turn, so that a bad moment hits both
constexpr int kSleeps = 125;      // of each sleeper in a round
constexpr int kSlackSleeps = 50;  // likewise, without slack
constexpr std::int64_t kShortestUs = 200, kLongestUs = 5000;

// Sleeps so many times, one after the other, and notes how late it was woken.
class Sleeper {
 public:
  Sleeper(async::Loop& loop, std::uint64_t seed, int sleeps, stats::Histogram& late,
          std::function<void()> done)
      : loop_(loop),
        random_(seed),
        left_(sleeps),
        late_(late),
        done_(std::move(done)),
        alarm_(loop, async::Callback::to<&Sleeper::wake>(this)) {
    sleep();
  }

 private:
  void sleep() {
    until_ = loop_.clock().now() + std::chrono::microseconds(random_.integer(kShortestUs, kLongestUs));
    alarm_.set(until_);
  }
  void wake() {
    late_.record(loop_.clock().now() - until_);
    if (--left_ > 0) {
      sleep();
    } else {
      done_();
    }
  }

  async::Loop& loop_;
  Random random_;
  int left_;
  stats::Histogram& late_;
  std::function<void()> done_;
  async::Timer alarm_;
  base::TimePoint until_;
};

void sleep_all(int sleeps, stats::Histogram& late) {
  const base::SystemClock clock;
  async::EpollPoller poller(clock);
  async::Loop loop(clock, poller);
  int awake = 0;
  std::deque<Sleeper> sleepers;
  for (std::uint64_t seed = 0; seed < kAtOnce; ++seed) {
    sleepers.emplace_back(loop, seed, sleeps, late, [&] {
      if (++awake == kAtOnce) loop.stop();
    });
  }
  loop.run();
}

}  // namespace

Timers measure_timers() {
  stats::Histogram late, late_without_slack;
  const int slack = ::prctl(PR_GET_TIMERSLACK);
  for (int round = 0; round < kRounds; ++round) {
    sleep_all(kSleeps, late);
    ::prctl(PR_SET_TIMERSLACK, 1UL);
    sleep_all(kSlackSleeps, late_without_slack);
    ::prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(std::max(slack, 0)));  // 0: the default again
  }
  const auto zero = base::Duration::zero();
  Timers timers;
  timers.sleeps = static_cast<int>(late.count());
  timers.p50 = late.percentile(0.5).value_or(zero);
  timers.p99 = late.percentile(0.99).value_or(zero);
  timers.max = late.max().value_or(zero);
  if (slack > 0) timers.slack = base::Duration(slack);
  timers.p50_without_slack = late_without_slack.percentile(0.5).value_or(zero);
  return timers;
}

double measure_clock_reading() {
  constexpr int kReadings = 20'000;
  const base::SystemClock clock;
  double least = std::numeric_limits<double>::infinity();
  // The quickest of a few, for the others may have been interrupted.
  for (int round = 0; round < 10; ++round) {
    const auto begin = clock.now();
    auto end = begin;
    for (int i = 0; i < kReadings; ++i) end = clock.now();
    least = std::min(least, static_cast<double>((end - begin).count()) / kReadings);
  }
  return least;
}

}  // namespace acrida::app::doctor
