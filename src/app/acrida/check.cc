#include "app/acrida/check.h"

#include <algorithm>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "app/acrida/loaded_users.h"
#include "app/acrida/transcript.h"
#include "app/output.h"
#include "async/signals.h"
#include "base/failure.h"
#include "load/local_runner.h"
#include "net/tcp.h"
#include "stats/totals.h"

namespace acrida::app {
namespace {

constexpr const char* kHelp = R"(Usage: acrida check -f FILE -H URL [OPTION]... [UserClass]...

Tries users before they are many: one user of each class does each of its tasks
once, in the order they were added and without waits, those in sets of tasks
too. Every request and answer is printed, secrets masked.

The options are those of a run as far as they make sense for one user: -H, -T,
-E, --seed, -L, --exit-code-on-error, and those that the users file declares.

Examples:
  acrida check -f users.cpp -H http://127.0.0.1:8080
  acrida check -f users.cpp -H http://127.0.0.1:8080 --tags login Patient

Exit codes:
  0   every request came out well
  1   a request failed or a task threw (--exit-code-on-error), or nothing could
      be tried
  2   wrong usage
)";

// One user of one class, from its start to its end, on one loop.
class Trial final : public load::RunObserver {
 public:
  Trial(const LoadedUsers& loaded, std::string class_name)
      : loaded_(loaded), plan_(loaded.options.plan), totals_(endpoints_) {
    plan_.users = 1;
    plan_.run_time.reset();
    loaded.scenario->try_each_task_once(
        std::move(class_name),
        // No print(): this may be called from a destructor. The last line tells
        // whether standard output could be written.
        [](const detail::Exchange& each) { std::fputs((transcript_of(each) + "\n").c_str(), stdout); });
  }

  // False when it was broken off.
  bool carry_out() {
    load::LocalRunner runner(loop_, {{loop_, connector_}}, plan_, *loaded_.scenario, endpoints_, loaded_.log,
                             *this);
    bool broken_off = false;
    const async::Signals signals(loop_, {SIGINT, SIGTERM}, [&](int count) {
      broken_off = true;
      count == 1 ? runner.stop() : runner.abort();
    });
    runner.start();
    loop_.run();
    return !broken_off;
  }
  const stats::Totals& totals() const { return totals_; }

 private:
  void on_snapshot(const stats::Snapshot& second) override { totals_.add(second); }
  void on_spawned() override {}
  void on_end(const load::RunEnd&) override { loop_.stop(); }

  const LoadedUsers& loaded_;
  load::RunPlan plan_;
  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  net::TcpConnector connector_{loop_};
  stats::EndpointTable endpoints_;
  stats::Totals totals_;
};

std::string counted(std::uint64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

int check(const std::vector<std::string>& arguments) {
  const auto asks = [](const std::string& word) { return word == "--help" || word == "-h"; };
  if (std::any_of(arguments.begin(), arguments.end(), asks)) return print(kHelp), 0;
  const auto loaded = load_users(arguments);
  if (!loaded) return 0;
  if (auto hosts = loaded->scenario->set_host(loaded->options.plan.host); !hosts)
    throw base::UsageError(hosts.error().message);
  std::uint64_t requests = 0, failures = 0, exceptions = 0;
  for (const auto& each : loaded->scenario->classes()) {
    print(fmt::format("── {}\n\n", each.name));
    Trial trial(*loaded, each.name);
    const bool whole = trial.carry_out();
    requests += trial.totals().aggregated().requests;
    failures += trial.totals().aggregated().failures;
    exceptions += trial.totals().exception_count();
    if (!whole) throw base::RunError("broken off: not every task was tried");
  }
  print(fmt::format("{}, {} failed, {}\n", counted(requests, "request"), failures,
                    counted(exceptions, "exception")));
  return failures + exceptions > 0 ? loaded->options.exit_code_on_error : 0;
}

}  // namespace acrida::app
