#include "app/acrida/check.h"

#include <algorithm>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "app/acrida/connections.h"
#include "app/acrida/loaded_users.h"
#include "app/acrida/run_functions.h"
#include "app/acrida/transcript.h"
#include "app/output.h"
#include "async/signals.h"
#include "base/failure.h"
#include "load/local_runner.h"
#include "load/thread_worker.h"
#include "net/tcp_connector.h"
#include "stats/totals.h"

namespace acrida::app {
namespace {

using scenario::cpp::CppScenario;

constexpr const char* kHelp = R"(Usage: acrida check -f FILE -H URL [OPTION]... [UserClass]...

Tries users before they are many: one user of each class does each of its tasks
once, in the order they were added and without waits, those in sets of tasks
too. Every request and answer is printed, secrets masked.

The options are those of a run as far as they make sense for one user: -H, -T,
-E, -t, --seed, -L, --exit-code-on-error, and those that the users file
declares.

Examples:
  acrida check -f users.cpp -H http://127.0.0.1:8080
  acrida check -f users.cpp -H http://127.0.0.1:8080 --tags login Patient

Exit codes:
  0   every request came out well
  1   a request failed or a task threw (--exit-code-on-error), or nothing could
      be tried
  2   wrong usage, or a function of the whole run threw
)";

// One user of one class after the other, on one loop.
class Trials final : public load::RunObserver {
 public:
  explicit Trials(const LoadedScenario& loaded)
      : log_(loaded.log), scenario_(*loaded.scenario), plan_(loaded.options.plan), totals_(endpoints_) {
    plan_.users = 1;
    plan_.reset_stats = false;
  }

  // Throws base::RunError when it was broken off.
  void carry_out() {
    const async::Signals signals(loop_, {SIGINT, SIGTERM}, [this](int count) { on_signal(count); });
    functions_good_ = run_functions(loop_, scenario_, &CppScenario::begin_run, plan_, log_);
    for (const auto& each : scenario_.classes()) {
      if (!broken_off_) try_class(each.name);
    }
    functions_good_ &= run_functions(loop_, scenario_, &CppScenario::end_run, plan_, log_);
    if (broken_off_) throw base::RunError("broken off: not every task was tried");
  }
  const stats::Totals& totals() const { return totals_; }
  bool functions_good() const { return functions_good_; }

 private:
  void try_class(const std::string& name) {
    print(fmt::format("── {}\n\n", name));
    scenario_.try_each_task_once(
        name,
        // No print(): this may be called from a destructor. The last line tells whether
        // standard output could be written.
        [](const detail::Exchange& each) { std::fputs((transcript_of(each) + "\n").c_str(), stdout); });
    load::LocalRunner runner(
        loop_, load::thread_workers(loop_, {{loop_, connector_}}, plan_, scenario_, endpoints_, log_), plan_,
        *this);
    runner_ = &runner;
    runner.start();
    loop_.run();
    runner_ = nullptr;
  }

  void on_signal(int count) {
    broken_off_ = true;
    if (runner_ == nullptr) return loop_.stop();
    count == 1 ? runner_->stop() : runner_->abort();
  }
  void on_snapshot(const stats::Snapshot& second) override { totals_.add(second); }
  void on_spawned() override {}
  void on_end(const load::RunEnd& end) override {
    broken_off_ |= plan_.run_time && end.duration >= *plan_.run_time;
    loop_.stop();
  }

  const base::Log& log_;
  CppScenario& scenario_;
  load::RunPlan plan_;
  base::SystemClock clock_;
  async::EpollPoller poller_{clock_};
  async::Loop loop_{clock_, poller_};
  net::TcpConnector connector_{loop_};
  stats::EndpointTable endpoints_;
  stats::Totals totals_;
  load::LocalRunner* runner_ = nullptr;  // while one runs
  bool broken_off_ = false, functions_good_ = true;
};

// What only a run can give.
void refuse_outputs(const RunOptions& options) {
  if (options.csv_prefix.empty() && options.summary.empty() && options.json_file.empty() && !options.json)
    return;
  throw base::UsageError(
      "acrida check prints what it finds and writes no reports; leave out --csv, --summary and --json");
}

std::string counted(std::uint64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

int check(const std::vector<std::string>& arguments) {
  const auto asks = [](const std::string& word) { return word == "--help" || word == "-h"; };
  if (std::any_of(arguments.begin(), arguments.end(), asks)) return print(kHelp), 0;
  const auto loaded = load_scenario(arguments);
  if (!loaded) return 0;
  if (auto hosts = loaded->scenario->set_host(loaded->options.plan.host); !hosts)
    throw base::UsageError(hosts.error().message);
  refuse_outputs(loaded->options);
  look_at_connections(loaded->options.plan.http, loaded->log);
  Trials trials(*loaded);
  trials.carry_out();
  const auto& all = trials.totals().aggregated();
  const auto exceptions = trials.totals().exception_count();
  print(fmt::format("{}, {} failed, {}\n", counted(all.requests, "request"), all.failures,
                    counted(exceptions, "exception")));
  if (all.failures + exceptions > 0) return loaded->options.exit_code_on_error;
  return trials.functions_good() ? 0 : 2;
}

}  // namespace acrida::app
