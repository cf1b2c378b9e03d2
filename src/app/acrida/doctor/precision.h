// How exactly this machine keeps time, measured.
#pragma once

#include "app/acrida/doctor/facts.h"

namespace acrida::app::doctor {

// About 2,000 sleeps of 0.2 to 5 ms on an event loop of our own; takes a second or two.
Timers measure_timers();

// The cost of one reading of the clock that stamps every request, in nanoseconds.
double measure_clock_reading();

}  // namespace acrida::app::doctor
