// --csv PREFIX: Locust's four CSV files, and a fifth where latency differs from service time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <acrida/export.h>

#include "base/fd.h"
#include "report/endpoint_window.h"
#include "stats/sink.h"

namespace acrida::report {

struct CsvOptions {
  // The history has a line for each endpoint, too, with the percentiles of the last seconds. That needs all
  // their histograms of these seconds.
  bool full_history = false;
};

// <prefix>_stats.csv, _failures.csv, _exceptions.csv (and _latency.csv) are replaced whole each second, so
// that a reader never sees half of one; <prefix>_stats_history.csv grows each second, also when the
// statistics start anew.
class ACRIDA_API CsvFiles final : public stats::SnapshotSink {
 public:
  // Makes the folders and the files with their headers, so that a prefix that cannot be written is known
  // before the run. What an earlier run left under these names is gone then.
  static base::Result<std::unique_ptr<CsvFiles>> open(const std::string& prefix,
                                                      const CsvOptions& options = {});

  base::Result<void> on_snapshot(const stats::Snapshot& second, const stats::Totals& run) override;
  base::Result<void> on_finish(const stats::Totals& run, const stats::RunInfo& info,
                               const stats::Outcome& outcome) override;

 private:
  CsvFiles(std::string prefix, const CsvOptions& options) : prefix_(std::move(prefix)) {
    if (options.full_history) window_.emplace();
  }
  base::Result<void> replace_all(const stats::Totals& run, base::Duration duration);
  base::Result<void> start_history();
  base::Result<void> append_to_history(const std::string& line);

  std::string prefix_;
  base::Fd history_;
  std::optional<EndpointWindow> window_;  // with the full history only
};

}  // namespace acrida::report
