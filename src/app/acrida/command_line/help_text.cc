#include "app/acrida/command_line/help_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace acrida::app {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kHelpColumn = 29;

constexpr std::string_view kHead = R"(Usage: acrida [run] -f FILE [OPTION]... [UserClass]...

Load-test a machine-learning model's API with users that you describe.
)";

constexpr std::string_view kFoot = R"(
Instead of the command line, options may stand in ./locust.conf (users = 100),
~/.locust.conf, pyproject.toml under [tool.locust], and, those that Locust has
too, in variables (LOCUST_USERS=100). The command line wins over all of them.

Examples:
  acrida -f users.cpp -H http://127.0.0.1:8080 --headless -u 100 -r 10 -t 1m
      100 users, 10 more each second, for a minute; the tables at the end.
  acrida -f users.cpp -H http://127.0.0.1:8080 --headless -u 50 -r 50 -t 30s \
         --csv out/run --summary out/run.json
      The same as files: out/run_stats.csv ... and one JSON object.
  acrida -f plan.yaml
      A plan in YAML: what is asked, by whom, how often (docs/plan-files.md).
  acrida -f users.cpp -H http://127.0.0.1:8080 --headless --rate 200 -t 1m
      200 arrivals a second, whether or not the server keeps up with them.
  acrida -f users.cpp -H http://127.0.0.1:8080 --headless \
         --stages '0s:0/s, 30s:500/s, 2m:500/s'
      A rate that rises for 30 seconds; without /s the numbers are users.
  acrida -f users.cpp --list
      The user classes of the file.
  acrida attack http://127.0.0.1:8080/health
      One request over and over, without a file; see 'acrida attack --help'.
  acrida doctor
      What this machine can generate, and what limits it.

Exit codes:
  0   all was well
  1   requests failed or tasks threw (--exit-code-on-error), or the run could
      not start or write its files
  2   wrong usage: unknown option, bad value, no host
  70  a bug of ours
)";

constexpr std::array<std::pair<OptionGroup, std::string_view>, 7> kGroups{{
    {OptionGroup::what, "What to run"},
    {OptionGroup::request, "What to send"},
    {OptionGroup::load, "How much load"},
    {OptionGroup::connections, "How to connect"},
    {OptionGroup::results, "Results"},
    {OptionGroup::information, "Show and exit"},
    {OptionGroup::users_file, "Options of the users file"},
}};

std::string names_of(const OptionRow& row) {
  if (row.type == OptionType::positional) return std::string(row.metavar);
  const auto letter = row.letter == 0 ? std::string("    ") : fmt::format("-{}, ", row.letter);
  return fmt::format("{}--{}{}{}", letter, row.name, row.metavar.empty() ? "" : " ", row.metavar);
}

// Words put into lines that end before the last column, each but the first indented.
void append_wrapped(std::string& out, std::size_t column, std::string_view text) {
  for (const auto word : base::split(text, ' ')) {
    if (column + 1 + word.size() > kWidth && column > kHelpColumn) {
      out += "\n" + std::string(kHelpColumn - 1, ' ');
      column = kHelpColumn - 1;
    }
    out += fmt::format(" {}", word);
    column += 1 + word.size();
  }
  out += '\n';
}

void append_row(std::string& out, const OptionRow& row) {
  const auto names = "  " + names_of(row);
  out += names;
  std::size_t column = names.size();
  if (column + 1 > kHelpColumn) {
    out += '\n';
    column = 0;
  }
  out += std::string(kHelpColumn - 1 - column, ' ');
  const auto usual = row.default_value.empty() ? "" : fmt::format(" ({})", row.default_value);
  append_wrapped(out, kHelpColumn - 1, fmt::format("{}{}", row.help, usual));
}

}  // namespace

std::string options_text(const OptionSet& options) {
  std::string out;
  for (const auto& [group, title] : kGroups) {
    bool first = true;
    for (const auto& row : options.rows()) {
      if (row.group != group || !row.shown()) continue;
      if (std::exchange(first, false)) out += fmt::format("\n{}:\n", title);
      append_row(out, row);
    }
  }
  return out;
}

std::string help_text(const OptionSet& options) {
  return fmt::format("{}{}{}", kHead, options_text(options), kFoot);
}

}  // namespace acrida::app
