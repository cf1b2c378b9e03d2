#include "async/signals.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace acrida::async {
namespace {

constexpr int kExitWhenInsisted = 130;
constexpr std::uint64_t kInsisting = 3;

// All that a signal handler can reach.
std::atomic<int> event_of_handler = -1;
std::atomic<std::uint64_t> signals_so_far = 0;
std::atomic<void (*)()> last_words = nullptr;

void handle(int) {
  const int error = errno;
  if (++signals_so_far >= kInsisting) {
    if (const auto speak = last_words.load()) speak();
    ::_exit(kExitWhenInsisted);
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto n = ::write(event_of_handler, &one, sizeof one);
  errno = error;
}

}  // namespace

Signals::Signals(Loop& loop, std::initializer_list<int> which, std::function<void(int)> on_signal,
                 void (*before_exit)())
    : loop_(loop), event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), on_signal_(std::move(on_signal)) {
  signals_so_far = 0;
  last_words = before_exit;
  event_of_handler = event_.get();
  loop_.poller().watch(event_.get(), *this);
  struct sigaction action {};
  action.sa_handler = handle;
  action.sa_flags = SA_RESTART;
  for (const int signal : which) ::sigaction(signal, &action, &before_[signal]);
}

Signals::~Signals() {
  for (const auto& [signal, action] : before_) ::sigaction(signal, &action, nullptr);
  loop_.poller().forget(event_.get(), *this);
  event_of_handler = -1;
}

void Signals::on_event(bool) {
  std::uint64_t more = 0;
  if (::read(event_.get(), &more, sizeof more) != sizeof more) return;
  for (; more > 0; --more) on_signal_(++seen_);
}

}  // namespace acrida::async
