// The loop that everything but users lives on: signals, statistics, files.
#pragma once

#include "async/loop.h"
#include "base/clock.h"

namespace acrida::app {

struct ControlLoop {
  base::SystemClock clock;
  async::EpollPoller poller{clock};
  async::Loop loop{clock, poller};
};

}  // namespace acrida::app
