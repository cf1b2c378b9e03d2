#include "report/csv_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include "base/file.h"
#include "report/csv_tables.h"

namespace acrida::report {
namespace {

constexpr const char* kHistory = "_stats_history.csv";
constexpr const char* kLatency = "_latency.csv";

}  // namespace

base::Result<std::unique_ptr<CsvFiles>> CsvFiles::open(const std::string& prefix, const CsvOptions& options) {
  std::unique_ptr<CsvFiles> files(new CsvFiles(prefix, options));
  const stats::EndpointTable none;
  if (auto written = files->replace_all(stats::Totals(none), {}); !written) return written.error();
  if (auto started = files->start_history(); !started) return started.error();
  ::unlink((prefix + kLatency).c_str());  // should there be one, it is of an earlier run
  return files;
}

base::Result<void> CsvFiles::on_snapshot(const stats::Snapshot& second, const stats::Totals& run) {
  if (window_) window_->add(second);
  if (second.late) return {};  // the next second, or the end, will show its numbers
  if (second.starts_anew) ::unlink((prefix_ + kLatency).c_str());  // latency differed in what is forgotten
  auto appended = append_to_history(window_ ? full_history_csv_lines(second, run, *window_)
                                            : history_csv_line(second, run));
  auto replaced = replace_all(run, std::chrono::seconds(second.second + 1 - run.first_second()));
  return appended ? replaced : appended;
}

base::Result<void> CsvFiles::on_finish(const stats::Totals& run, const stats::RunInfo&,
                                       const stats::Outcome& outcome) {
  return replace_all(run, outcome.duration);
}

// All of them are tried, also after one could not be written; the first failure is told.
base::Result<void> CsvFiles::replace_all(const stats::Totals& run, base::Duration duration) {
  base::Result<void> result;
  const auto replace = [&](const char* suffix, const std::string& content) {
    auto written = base::replace_file(prefix_ + suffix, content);
    if (result && !written) result = written;
  };
  const Rows rows = rows_of(run);
  replace("_stats.csv", stats_csv(rows, duration));
  replace("_failures.csv", failures_csv(run));
  replace("_exceptions.csv", exceptions_csv(run));
  if (latency_differs(rows)) replace(kLatency, stats_csv(rows, duration, &stats::Tally::latency));
  return result;
}

base::Result<void> CsvFiles::start_history() {
  const std::string path = prefix_ + kHistory;
  history_ = base::Fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644));
  if (!history_) return base::Error{fmt::format("cannot write '{}': {}", path, base::system_error(errno))};
  return append_to_history(history_csv_header());
}

base::Result<void> CsvFiles::append_to_history(const std::string& line) {
  const ::off_t before = ::lseek(history_.get(), 0, SEEK_END);
  std::size_t done = 0;
  while (done < line.size()) {
    const ssize_t n = ::write(history_.get(), line.data() + done, line.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int why = errno;
      // Half a line would spoil the next one. Where it cannot be taken back (a pipe) it cannot be helped.
      if (before >= 0 && ::ftruncate(history_.get(), before) != 0) errno = 0;
      return base::Error{fmt::format("cannot write '{}{}': {}", prefix_, kHistory, base::system_error(why))};
    }
    done += static_cast<std::size_t>(n);
  }
  return {};
}

}  // namespace acrida::report
