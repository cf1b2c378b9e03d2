// Hands each second of a run to everything that shows or keeps it.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/log.h"
#include "load/runner.h"
#include "stats/sink.h"
#include "stats/totals.h"
#include "stats/verdict.h"

namespace acrida::app {

class RunReport final : public load::RunObserver {
 public:
  RunReport(const stats::EndpointTable& endpoints, const base::Log& log) : totals_(endpoints), log_(log) {}

  void add(std::unique_ptr<stats::SnapshotSink> sink) { sinks_.push_back(std::move(sink)); }
  std::function<void()> when_spawned, when_stopping, when_ended;
  std::function<void(const stats::Snapshot&)> when_second;

  void on_snapshot(const stats::Snapshot& second) override;
  void on_spawned() override { when_spawned(); }
  void on_stopping() override { when_stopping(); }
  void on_end(const load::RunEnd& end) override;

  // Tells the sinks in the order they were added what was `judged`; decides anew as soon as one cannot finish
  // its file. `before_last` is called when the exit code is known, before the last sink (the console) is
  // told.
  void finish(const stats::Totals& judged, const stats::RunInfo& info, stats::Outcome& outcome,
              stats::Findings findings, const std::function<void()>& before_last);

  const stats::Totals& totals() const { return totals_; }
  const load::RunEnd& end() const { return end_; }
  bool output_failed() const { return !complaints_.empty(); }

 private:
  void note(const base::Result<void>& result);

  stats::Totals totals_;
  const base::Log& log_;
  std::vector<std::unique_ptr<stats::SnapshotSink>> sinks_;
  std::set<std::string> complaints_;  // each is shown once
  load::RunEnd end_;
};

}  // namespace acrida::app
