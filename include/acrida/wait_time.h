// How long a user thinks between two tasks.
#pragma once

#include <chrono>
#include <functional>

#include <acrida/random.h>

namespace acrida {

using Duration = std::chrono::nanoseconds;

// What a wait may depend on.
struct WaitContext {
  Random& random;
  // How long the task that has just ended took, from the moment it should have started: a wait of x -
  // task_time makes the next one start exactly x after that moment, however late timers fire.
  Duration task_time{};
  // A wait that sets this says when the next task should start, negative waits included: its first request's
  // latency counts from that moment, even when it has passed before the last task ended.
  bool paced = false;
};
// Any function of the context; a negative wait counts as none. It is shared by all users of its class, on all
// threads: what differs from user to user belongs into the context.
using WaitTime = std::function<Duration(WaitContext&)>;

// Always the same; constant(0s), the default, means that the next task begins at once.
template <class Rep, class Period>
WaitTime constant(std::chrono::duration<Rep, Period> wait) {
  if (wait <= wait.zero()) return nullptr;  // asks nobody anything
  return [wait = std::chrono::duration_cast<Duration>(wait)](WaitContext&) { return wait; };
}

// Uniform in [shortest, longest].
template <class Rep1, class Period1, class Rep2, class Period2>
WaitTime between(std::chrono::duration<Rep1, Period1> shortest,
                 std::chrono::duration<Rep2, Period2> longest) {
  const auto low = std::chrono::duration_cast<Duration>(shortest).count();
  const auto high = std::chrono::duration_cast<Duration>(longest).count();
  return [low, high](WaitContext& context) { return Duration(context.random.integer(low, high)); };
}

// A task starts every `interval`; one that takes longer is followed by the next at once, whose latency then
// counts from when it should have started.
template <class Rep, class Period>
WaitTime constant_pacing(std::chrono::duration<Rep, Period> interval) {
  return [interval = std::chrono::duration_cast<Duration>(interval)](WaitContext& context) {
    context.paced = true;
    return interval - context.task_time;
  };
}

// So many tasks a second and user, at most. REQUIRES: > 0
inline WaitTime constant_throughput(double per_second) {
  return constant_pacing(std::chrono::duration<double>(1 / per_second));
}

// Exponentially distributed with a mean of 1/per_second: many such users together make nearly a Poisson
// process. REQUIRES: > 0
inline WaitTime poisson(double per_second) {
  return [mean_ns = 1e9 / per_second](WaitContext& context) {
    return std::chrono::round<Duration>(
        std::chrono::duration<double, std::nano>(context.random.exponential(mean_ns)));
  };
}

}  // namespace acrida
