// Ctrl-C and SIGTERM, as calls on a loop.
#pragma once

#include <signal.h>

#include <functional>
#include <initializer_list>
#include <map>

#include <acrida/export.h>

#include "async/loop.h"
#include "base/fd.h"

namespace acrida::async {

// While it lives, these signals call `on_signal` on the loop, with how many have come so far: 1, 2 … The
// third calls `before_exit` (in the handler: only what is safe there) and ends the process with 130 at once,
// whatever the loop is doing. The handlers write to a descriptor and
// nothing is masked, so that child processes inherit nothing. One at a time in a process.
class ACRIDA_API Signals final : private Watch {
 public:
  Signals(Loop& loop, std::initializer_list<int> which, std::function<void(int count)> on_signal,
          void (*before_exit)() = nullptr);
  ~Signals();

 private:
  void on_event(bool) override;

  Loop& loop_;
  base::Fd event_;
  std::function<void(int)> on_signal_;
  int seen_ = 0;
  std::map<int, struct sigaction> before_;
};

}  // namespace acrida::async
