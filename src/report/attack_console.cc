#include "report/attack_console.h"

#include <cerrno>
#include <string>

#include <fmt/format.h>

#include "base/file.h"
#include "report/attack_report.h"
#include "report/second_line.h"

namespace acrida::report {

// Nobody could be told that stderr is gone.
base::Result<void> AttackConsole::on_snapshot(const stats::Snapshot& second, const stats::Totals&) {
  if (second.late || options_.only_summary) return {};
  std::string text;
  if (lines_++ % kLinesAHeadline == 0) text = second_headline(options_.lines_style);
  text += second_line(second, options_.lines_style);
  std::fwrite(text.data(), 1, text.size(), options_.lines);
  std::fflush(options_.lines);
  return {};
}

base::Result<void> AttackConsole::on_finish(const stats::Totals& run, const stats::RunInfo&,
                                            const stats::Outcome& outcome) {
  const std::string text = attack_report(run, outcome, options_.report_style);
  if (std::fwrite(text.data(), 1, text.size(), options_.report) == text.size() &&
      std::fflush(options_.report) == 0)
    return {};
  return base::Error{fmt::format("cannot write the report: {}", base::system_error(errno))};
}

}  // namespace acrida::report
