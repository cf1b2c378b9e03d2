#include "app/acrida/keyboard.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace acrida::app {
namespace {

// What ends a process unasked: the terminal is given back first.
constexpr std::array kFatal{SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

// All that a signal handler can reach.
termios before, single_keys;
volatile int terminal = -1;

// Whoever touches its terminal from the background is stopped. A terminal that is not the process's own stops
// nobody.
bool in_foreground_of(int fd) {
  const pid_t group = ::tcgetpgrp(fd);
  return group == ::getpgrp() || (group == -1 && errno == ENOTTY);
}
bool in_foreground() { return in_foreground_of(terminal); }

void on_fatal(int signal) {
  Keyboard::let_go();
  ::raise(signal);  // the handler is gone already: SA_RESETHAND
}

// Ctrl-Z, then fg: the shell has set the terminal as it likes it.
void on_continued(int) {
  if (terminal >= 0 && in_foreground()) ::tcsetattr(terminal, TCSANOW, &single_keys);
}

void handle(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

Keyboard::Keyboard(async::Loop& loop, std::function<void(char)> on_key)
    : loop_(loop), on_key_(std::move(on_key)) {
  if (::isatty(STDIN_FILENO) == 0) return;
  // A description of its own: making standard input non-blocking would make it so for the shell, too.
  base::Fd own(::open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!own || !in_foreground_of(own.get()) || ::tcgetattr(own.get(), &before) != 0) return;
  single_keys = before;
  single_keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  single_keys.c_cc[VMIN] = 1;
  single_keys.c_cc[VTIME] = 0;
  loop_.poller().watch(own.get(), *this);
  terminal_ = std::move(own);
  terminal = terminal_.get();
  for (const int signal : kFatal) handle(signal, on_fatal, SA_RESETHAND);
  handle(SIGCONT, on_continued, SA_RESTART);
  ::tcsetattr(terminal, TCSANOW, &single_keys);
}

Keyboard::~Keyboard() {
  if (!listens()) return;
  loop_.poller().forget(terminal_.get(), *this);
  let_go();
  terminal = -1;
  for (const int signal : kFatal) handle(signal, SIG_DFL, 0);
  handle(SIGCONT, SIG_DFL, 0);
}

void Keyboard::let_go() {
  if (terminal >= 0 && in_foreground()) ::tcsetattr(terminal, TCSANOW, &before);
}

void Keyboard::on_event(bool) {
  std::array<char, 64> keys{};
  while (in_foreground()) {
    const ssize_t n = ::read(terminal_.get(), keys.data(), keys.size());
    if (n <= 0) return;
    for (ssize_t i = 0; i < n; ++i) on_key_(keys[static_cast<std::size_t>(i)]);
  }
}

}  // namespace acrida::app
