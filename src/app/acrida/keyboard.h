// Keys that a person presses while a run goes on: w and W for one and ten more users, s and S for fewer.
#pragma once

#include <functional>

#include "async/loop.h"
#include "base/fd.h"

namespace acrida::app {

// Reads single keys from the terminal, if standard input is one and we are in its foreground; else nothing is
// ever told. The terminal is as it was when this is gone, and when a signal ends the process; after Ctrl-Z
// and fg keys are read again. One at a time in a process.
class Keyboard final : private async::Watch {
 public:
  Keyboard(async::Loop& loop, std::function<void(char)> on_key);
  ~Keyboard();

  bool listens() const { return static_cast<bool>(terminal_); }

  // Gives the terminal back; safe in a signal handler that is about to end the process.
  static void let_go();

 private:
  void on_event(bool) override;

  async::Loop& loop_;
  std::function<void(char)> on_key_;
  base::Fd terminal_;
};

}  // namespace acrida::app
