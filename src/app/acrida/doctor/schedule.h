// How fast arrivals may follow each other so that all of them leave when they are due, measured.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

// A rate is kept when 99 of 100 arrivals are acted upon within this time of when they are due …
inline constexpr base::Duration kMostLag = std::chrono::milliseconds(1);
// … and as many requests are done as were offered, but for one in a hundred.
inline constexpr double kLeastAchieved = 0.99;

// Before each step; for a line of progress.
using OnRate = std::function<void(double per_second)>;

// Open load, evenly spaced, against the server at this port; about 1.2 s a step and some eight of them.
// `closed_rate` is what the engine achieves in closed load: the search begins with an eighth of it.
Schedule measure_schedule(double closed_rate, const Machine& machine, std::uint16_t port,
                          std::optional<int> engine_core, const OnRate& on_rate);

}  // namespace acrida::app::doctor
