// --summary FILE: the run as one JSON object, whose keys are a contract with those who read it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <acrida/export.h>

#include "stats/sink.h"

namespace acrida::report {

// Times are milliseconds with the resolution of a microsecond; null where there was no request. `limit`: what
// a search for one has found, as JSON; empty: it was none.
ACRIDA_API std::string summary_json(const stats::Totals& run, const stats::RunInfo& info,
                                    const stats::Outcome& outcome, std::string_view limit = {});

class ACRIDA_API SummaryFile final : public stats::SnapshotSink {
 public:
  // Makes an empty file, so that a path that cannot be written is known before the run, and so that an older
  // run's summary is never taken for this one's.
  static base::Result<std::unique_ptr<SummaryFile>> open(const std::string& path);

  base::Result<void> on_snapshot(const stats::Snapshot&, const stats::Totals&) override { return {}; }
  base::Result<void> on_finish(const stats::Totals& run, const stats::RunInfo& info,
                               const stats::Outcome& outcome) override;

 private:
  explicit SummaryFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace acrida::report
