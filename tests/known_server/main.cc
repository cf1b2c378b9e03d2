// known_server: what it does is said in its --help.
#include <poll.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "async/loop.h"
#include "async/signals.h"
#include "base/failure.h"
#include "net/tcp.h"
#include "tests/fakes/known_server.h"
#include "tests/known_server/options.h"
#include "tests/known_server/report.h"

namespace acrida::known_server {
namespace {

// As Loop::run, but awake when a deadline is near: being woken takes tens of microseconds.
void run(async::Loop& loop, base::Duration spin, const bool& stopped) {
  pollfd readable{loop.fd(), POLLIN, 0};
  while (!stopped) {
    if (loop.turn()) continue;
    const auto deadline = loop.next_deadline();
    if (deadline && *deadline - loop.clock().now() <= spin) continue;
    loop.poller().arm(deadline ? std::optional(*deadline - spin) : std::nullopt);
    ::poll(&readable, 1, -1);
  }
}

void serve(const Options& options) {
  const base::SystemClock clock;
  async::EpollPoller poller(clock);
  async::Loop loop(clock, poller);
  fakes::KnownServer server(loop, options.behaviour, report);
  const auto listener = base::value_or_throw(
      net::TcpListener::open(loop, {"127.0.0.1", options.port}, false,
                             [&](std::unique_ptr<net::Stream> stream) { server.accept(std::move(stream)); }));
  bool stopped = false;
  const async::Signals signals(loop, {SIGINT, SIGTERM}, [&](int) { stopped = true; });
  std::printf("listening on http://127.0.0.1:%u\n", unsigned{listener->port()});
  std::fflush(stdout);
  run(loop, options.spin, stopped);
  if (!options.log.empty()) base::done_or_throw(write_log(server, options.log));
}

}  // namespace
}  // namespace acrida::known_server

int main(int count, char** words) {
  namespace known = acrida::known_server;
  try {
    if (count == 2 && std::string(words[1]) == "--help") {
      std::fputs(known::kUsage, stdout);
      return 0;
    }
    known::serve(known::parse_options({words + 1, words + count}));
    return 0;
  } catch (const acrida::base::UsageError& error) {
    std::fprintf(stderr, "known_server: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "known_server: %s\n", error.what());
    return 1;
  }
}
