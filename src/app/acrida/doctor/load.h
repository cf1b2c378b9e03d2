// How much load one engine thread offers, measured: the engine of a run, with a user of one line, against a
// server that does nothing.
#pragma once

#include <functional>
#include <vector>

#include "app/acrida/doctor/facts.h"
#include "app/acrida/doctor/schedule.h"

namespace acrida::app::doctor {

// A generator and a server on cores of their own, which are not threads of one core if that can be had.
// nullopt where only one core may be used or threads cannot be bound.
struct Places {
  int engine, server;
};
std::optional<Places> choose_places(const Cores& cores);

// Before each step; for a line of progress.
using OnStep = std::function<void(int connections)>;

// Takes 2.5 s a step, and then looks for the highest rate that is kept. Throws base::RunError when it cannot
// listen on the loopback, or nothing was answered.
Load measure_load(const Machine& machine, const std::vector<int>& connections, const OnStep& on_step,
                  const OnRate& on_rate);

}  // namespace acrida::app::doctor
