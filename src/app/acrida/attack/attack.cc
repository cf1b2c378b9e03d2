#include "app/acrida/attack/attack.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "app/acrida/attack/attack_line.h"
#include "app/acrida/attack/attacker.h"
#include "app/acrida/cpp_users.h"
#include "app/acrida/load_lines.h"
#include "app/acrida/run.h"
#include "app/output.h"
#include "base/failure.h"
#include "base/text.h"
#include "report/attack_console.h"
#include "scenario/cpp/cpp_scenario.h"

namespace acrida::app {
namespace {

std::unique_ptr<scenario::cpp::CppScenario> scenario_of(const AttackedRequest& request) {
  auto scenario = std::make_unique<scenario::cpp::CppScenario>();
  const auto make = [&request] { return std::make_unique<Attacker>(request); };
  base::done_or_throw(scenario->add({"Attacker", make, nullptr, nullptr}));
  return scenario;
}

// The first of the variables that says something decides (setlocale(3)).
bool is_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string lowered(value);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), base::lowered);
    return lowered.find("utf-8") != std::string::npos || lowered.find("utf8") != std::string::npos;
  }
  return false;
}

bool wants_no_colour() {
  const char* const value = std::getenv("NO_COLOR");  // https://no-color.org
  return value != nullptr && *value != '\0';
}

report::TextStyle style_of(std::FILE* out) {
  report::TextStyle style;
  const int file = ::fileno(out);
  style.utf8 = is_utf8();
  if (::isatty(file) == 0) return style;
  style.colour = !wants_no_colour();
  winsize size{};
  if (::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.columns = std::min<int>(size.ws_col, style.columns);
  return style;
}

// What comes second by second goes to stderr, as the log does; the end to stdout, unless that is JSON.
std::unique_ptr<stats::SnapshotSink> console_of(const RunOptions& options) {
  report::AttackConsole::Options console;
  console.lines = stderr;
  console.report = options.json ? stderr : stdout;
  console.lines_style = style_of(console.lines);
  console.report_style = style_of(console.report);
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
