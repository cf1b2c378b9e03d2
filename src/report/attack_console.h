// What a person sees of an attack: a line each second, and a report at the end.
#pragma once

#include <cstdio>

#include <acrida/export.h>

#include "report/text_style.h"
#include "stats/sink.h"

namespace acrida::report {

class ACRIDA_API AttackConsole final : public stats::SnapshotSink {
 public:
  static constexpr int kLinesAHeadline = 20;

  // Both files outlive this.
  struct Options {
    std::FILE* lines = nullptr;   // each second
    std::FILE* report = nullptr;  // at the end
    TextStyle lines_style = {}, report_style = {};
    bool only_summary = false;  // no lines
  };
  explicit AttackConsole(const Options& options) : options_(options) {}

  base::Result<void> on_snapshot(const stats::Snapshot& second, const stats::Totals& run) override;
  // An error when the report could not be written.
  base::Result<void> on_finish(const stats::Totals& run, const stats::RunInfo& info,
                               const stats::Outcome& outcome) override;

 private:
  Options options_;
  int lines_ = 0;
};

}  // namespace acrida::report
