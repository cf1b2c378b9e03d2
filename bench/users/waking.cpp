// Sleeps between 1 ms and 5 s, log-uniformly, and asks nobody anything. What the engine says about how late
// it woke them is compared with what the users saw themselves, which the last one to leave tells.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include <acrida/acrida.h>
using namespace acrida;

namespace {

using Clock = std::chrono::steady_clock;

class Lateness {
 public:
  void add(Clock::duration late) { seen_.push_back(std::chrono::duration<double, std::milli>(late).count()); }
  void tell() {
    if (seen_.empty()) return;
    std::sort(seen_.begin(), seen_.end());
    std::fprintf(stderr, "users woke %zu times, late by p50 %.3f ms, p99 %.3f ms, max %.3f ms\n",
                 seen_.size(), at(0.5), at(0.99), seen_.back());
  }

 private:
  double at(double p) const {
    return seen_[static_cast<std::size_t>(std::ceil(p * static_cast<double>(seen_.size()))) - 1];
  }
  std::vector<double> seen_;
};

// There is one engine thread.
Lateness lateness;
int users = 0;

Duration draw_wait(Random& random) {
  const std::chrono::duration<double> wait(0.001 * std::pow(5000, random.real()));
  return std::chrono::duration_cast<Duration>(wait);
}

}  // namespace

class Waker : public HttpUser {
 public:
  Waker() {
    wait_time([](WaitContext& context) { return draw_wait(context.random); });
    task(&Waker::wake);
  }

  Task<> on_start() override {
    ++users;
    co_return;
  }
  Task<> on_stop() override {
    if (--users == 0) lateness.tell();
    co_return;
  }

  Task<> wake() {
    const auto now = Clock::now();
    if (due_) lateness.add(now - *due_);
    Random ahead = random();  // a copy, to know the wait that is about to be drawn
    due_ = now + draw_wait(ahead);
    co_return;
  }

 private:
  std::optional<Clock::time_point> due_;
};

ACRIDA_USERS(Waker)
