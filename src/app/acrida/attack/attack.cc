#include "app/acrida/attack/attack.h"

#include <cstdio>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/attack/attack_line.h"
#include "app/acrida/attack/attack_scenario.h"
#include "app/acrida/cpp_users.h"
#include "app/acrida/load_lines.h"
#include "app/acrida/run.h"
#include "app/acrida/text_style_of.h"
#include "app/output.h"
#include "base/failure.h"
#include "base/text.h"
#include "report/attack_console.h"

namespace acrida::app {
namespace {

// What comes second by second goes to stderr, as the log does; the end to stdout, unless that is JSON.
std::unique_ptr<stats::SnapshotSink> console_of(const RunOptions& options) {
  report::AttackConsole::Options console;
  console.lines = stderr;
  console.report = options.json ? stderr : stdout;
  console.lines_style = text_style_of(console.lines);
  console.report_style = text_style_of(console.report);
  console.only_summary = options.only_summary;
  return std::make_unique<report::AttackConsole>(console);
}

void tell(const RunOptions& options, const AttackedRequest& request,
          const std::vector<load::UserClass>& classes) {
  if (options.only_summary) return;
  fmt::print(stderr, "{}\n", headline_of(options.plan, request));
  for (const auto& line : load_lines(options.plan, classes)) fmt::print(stderr, "{}\n", line);
}

}  // namespace

int attack(const std::vector<std::string>& arguments) {
  const AttackLine line(arguments);
  if (line.wants_help()) return print(attack_help()), 0;
  if (line.wants_version()) return print("acrida " ACRIDA_VERSION "\n"), 0;
  auto [options, request] = line.options(stdin);
  give_an_end(options);
  ControlLoop control;
  auto log = base::value_or_throw(base::Log::open(options.log_level, options.log_file, "acrida"));
  auto users = std::make_unique<CppUsers>(control, scenario_of(request), log);
  users->set_host(options.plan.host);
  settle_load(options, users->classes(), log);
  tell(options, request, users->classes());
  auto console = console_of(options);
  return run_users(control, {std::move(options), std::move(log), std::move(users)}, std::move(console));
}

}  // namespace acrida::app
