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
};
// Any function of the context; a negative wait counts as none.
using WaitTime = std::function<Duration(WaitContext&)>;

// Always the same; constant(0s), the default, means that the next task begins at once.
template <class Rep, class Period>
WaitTime constant(std::chrono::duration<Rep, Period> wait) {
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

}  // namespace acrida
