#include "app/acrida/doctor/doctor.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/acrida/doctor/advice.h"
#include "app/acrida/doctor/bystanders.h"
#include "app/acrida/doctor/layout.h"
#include "app/acrida/doctor/load.h"
#include "app/acrida/doctor/machine.h"
#include "app/acrida/doctor/precision.h"
#include "app/acrida/doctor/report.h"
#include "base/failure.h"
#include "base/file.h"

namespace acrida::app::doctor {
namespace {

constexpr const char* kFooter = R"(
It loads a server of its own over the loopback with 1, 16, 100 and 1000 connections,
looks for the highest rate at which requests leave when they are due, sleeps 2,000 times, reads what the system says about cores, descriptors, ports and
memory, and ends with advice: only what applies here, each with the command to type.
Nothing is changed. The rates are those of one engine thread (acrida --threads 1).

Examples:
  acrida doctor
      Before the first load test on a machine, and when its results look strange.
  acrida doctor --json | jq .load.steps
      For programs: one JSON object; what is unknown is null.
  taskset -c 2,3 acrida doctor
      What two certain cores can do.

Exit codes: 0 measured; 1 could not measure, for example without a loopback interface;
2 wrong usage.)";

const std::vector<int> kConnections = {1, 16, 100, 1000};

// What it is doing just now, on stderr when that is a terminal.
class Progress {
 public:
  Progress() : shown_(::isatty(STDERR_FILENO) != 0) {}
  ~Progress() { show(""); }
  void show(std::string_view what) const {
    if (shown_) fmt::print(stderr, "\r\x1b[K{}", what);
    std::fflush(stderr);
  }

 private:
  bool shown_;
};

// As every command that opens many connections does.
void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Facts examine() {
  const Progress progress;
  Facts facts;
  facts.machine = read_machine(read_system_file, allowed_cores(), descriptor_limits());
  facts.machine.is_root = ::geteuid() == 0;
  raise_descriptor_limit();
  const auto& cores = facts.machine.cores.allowed;
  const CoreTime before = core_time(cores);
  facts.clock = read_clock(read_system_file);
  facts.clock.reading_ns = measure_clock_reading();
  progress.show("measuring timers …");
  facts.timers = measure_timers();
  facts.load = measure_load(
      facts.machine, kConnections,
      [&](int connections) {
        progress.show(
            fmt::format("measuring with {} connection{} …", connections, connections == 1 ? "" : "s"));
      },
      [&](double rate) {
        progress.show(fmt::format("offering {} requests a second …", grouped(two_digits(rate))));
      });
  if (const auto found = bystanders_between(before, core_time(cores))) {
    facts.machine.cores.others = found->others;
    facts.machine.cores.stolen = found->stolen;
  }
  return facts;
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  CLI::App command("What this machine can generate, and what limits it; takes 20 seconds.", "acrida doctor");
  bool json = false;
  command.set_help_flag("--help,-h", "Show this and exit");
  command.add_flag("--json", json, "Print one JSON object instead");
  command.footer(kFooter);
  try {
    command.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return command.exit(e);
    throw base::UsageError(std::string("doctor: ") + e.what() + "; 'acrida doctor --help' shows how");
  }
  const Facts facts = examine();
  const auto advice = advice_for(facts);
  const auto text = json ? json_report(facts, advice) : text_report(facts, advice);
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
    throw base::RunError("cannot write to standard output: " + base::system_error(errno));
  return 0;
}

}  // namespace acrida::app::doctor
