#include "app/acrida/keyboard.h"

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace acrida::app {
namespace {

// All that a signal handler can reach.
termios before;
volatile bool changed = false;

}  // namespace

Keyboard::Keyboard(async::Loop& loop, std::function<void(char)> on_key)
    : loop_(loop), on_key_(std::move(on_key)) {
  // A program in the background that touches its terminal is stopped.
  if (::isatty(STDIN_FILENO) == 0 || ::tcgetpgrp(STDIN_FILENO) != ::getpgrp()) return;
  if (::tcgetattr(STDIN_FILENO, &before) != 0) return;
  termios single_keys = before;
  single_keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  single_keys.c_cc[VMIN] = 0;  // a read takes what is there and never waits
  single_keys.c_cc[VTIME] = 0;
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &single_keys) != 0) return;
  changed = listens_ = true;
  loop_.poller().watch(STDIN_FILENO, *this);
}

Keyboard::~Keyboard() {
  if (!listens_) return;
  loop_.poller().forget(STDIN_FILENO, *this);
  let_go();
}

void Keyboard::let_go() {
  if (!changed) return;
  changed = false;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

void Keyboard::on_event(bool) {
  std::array<char, 64> keys{};
  ssize_t n = 0;
  while ((n = ::read(STDIN_FILENO, keys.data(), keys.size())) > 0) {
    for (ssize_t i = 0; i < n; ++i) on_key_(keys[static_cast<std::size_t>(i)]);
  }
}

}  // namespace acrida::app
