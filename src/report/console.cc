#include "report/console.h"

#include <utility>

#include "report/drop_report.h"
#include "report/first_answers.h"
#include "report/progress.h"
#include "report/tables.h"
#include "report/verdict_report.h"

namespace acrida::report {
namespace {

constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

Console::Console(std::FILE* out, const ConsoleOptions& options)
    : out_(out), options_(options), name_width_(name_width_of(options_.columns)) {}

base::Result<void> Console::on_snapshot(const stats::Snapshot& second, const stats::Totals& run) {
  if (second.late || (options_.only_summary && !options_.print_stats)) return {};
  const std::int64_t elapsed = second.second + 1;
  if (options_.columns && !options_.print_stats) {
    show_progress(std::chrono::seconds(elapsed), run);
  } else if (elapsed % kTableEverySeconds == 0) {
    write(request_table(rows_of(run), name_width_) + "\n");
  }
  return {};
}

base::Result<void> Console::on_finish(const stats::Totals& run, const stats::RunInfo&,
                                      const stats::Outcome& outcome) {
  clear_progress();
  if (!options_.final_tables) return {};
  const Rows rows = rows_of(run);
  std::string text;
  for (const std::string& table :
       {request_table(rows, name_width_, outcome.duration), percentile_table(rows, name_width_),
        drop_report(run), latency_table(rows, name_width_), event_gap_table(rows, name_width_),
        error_report(run, name_width_), first_answers(run), exception_report(run, name_width_),
        phase_report(outcome), stall_report(outcome), slo_report(outcome)}) {
    if (!table.empty()) text += table + "\n";
  }
  write(text);
  return {};
}

void Console::show_progress(base::Duration elapsed, const stats::Totals& run) {
  // The last column stays free, for some terminals wrap when it is written to. The cursor is left at the
  // front, so that a log line begins there and not behind our text.
  ProgressStyle style{*options_.columns - 1, options_.colour, std::nullopt};
  if (options_.offered) style.offered = options_.offered(elapsed);
  write(kClearLine + progress_line(elapsed, options_.run_time, run, style) + "\r");
  progress_shown_ = true;
}

void Console::clear_progress() {
  if (std::exchange(progress_shown_, false)) write(kClearLine);
}

// Nobody could be told that the console is gone.
void Console::write(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), out_);
  std::fflush(out_);
}

}  // namespace acrida::report
