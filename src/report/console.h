// What a person sees of a run: Locust's tables, or on a terminal a line that tells how it goes.
#pragma once

#include <cstdio>
#include <functional>
#include <optional>
#include <string>

#include <acrida/export.h>

#include "stats/sink.h"

namespace acrida::report {

struct ConsoleOptions {
  std::optional<int> columns;              // of the terminal; none when there is no terminal
  bool colour = false;                     // ANSI escapes in the progress line
  bool only_summary = false;               // nothing until the end
  bool print_stats = false;                // the table while it runs, whatever else is said here
  bool final_tables = true;                // the tables of the end
  std::optional<base::Duration> run_time;  // for "0:12 of 1:00"
  // Arrivals a second that open load brings at a time since the start; empty: there is none.
  std::function<double(base::Duration)> offered = {};
};

// While it runs: the table of requests every two seconds, as Locust does and as scripts read in CI logs; on a
// terminal instead one line, rewritten in place. In the end all tables, and what the server said to requests
// that failed.
class ACRIDA_API Console final : public stats::SnapshotSink {
 public:
  static constexpr std::int64_t kTableEverySeconds = 2;

  // `out` (stderr) outlives this.
  Console(std::FILE* out, const ConsoleOptions& options);

  // Takes the progress line away, so that something else can be written; the next second brings it back.
  void clear_progress();

  base::Result<void> on_snapshot(const stats::Snapshot& second, const stats::Totals& run) override;
  base::Result<void> on_finish(const stats::Totals& run, const stats::RunInfo& info,
                               const stats::Outcome& outcome) override;

 private:
  void show_progress(base::Duration elapsed, const stats::Totals& run);
  void write(const std::string& text);

  std::FILE* out_;
  ConsoleOptions options_;
  int name_width_;
  bool progress_shown_ = false;
};

}  // namespace acrida::report
