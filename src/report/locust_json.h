// --json and --json-file: the array of statistics that Locust writes, for scripts that read it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "stats/sink.h"

namespace acrida::report {

// How many requests of an endpoint finished in one second, and how many of them failed.
struct PerSecond {
  std::int64_t second = 0;  // since the epoch; of the second's beginning
  std::uint32_t requests = 0, failures = 0;
};
using Rates = std::map<stats::EndpointId, std::vector<PerSecond>>;

// One object for each name and method, by name; times in milliseconds. `response_times` has Locust's
// resolution: whole milliseconds below 100 ms, then two digits (above 10 s whole seconds), halves to the even
// one; what is rounded is the middle of a bucket of the histogram, 0.4 % off at most. `start_time` is
// `start`, when the statistics began, `last_request_timestamp` is exact to a second.
std::string locust_json(const stats::Totals& run, const Rates& rates, base::WallTime start,
                        base::Duration duration);

// Written in the end, to one place or to both. Until then it keeps 16 bytes a second for each endpoint in
// use.
class ACRIDA_API LocustJson final : public stats::SnapshotSink {
 public:
  // `out` (stdout) outlives this; null: not there. `path` empty: no file. The file is made now, empty, so
  // that one that cannot be written is known before the run.
  static base::Result<std::unique_ptr<LocustJson>> open(std::FILE* out, const std::string& path);

  base::Result<void> on_snapshot(const stats::Snapshot& second, const stats::Totals& run) override;
  base::Result<void> on_finish(const stats::Totals& run, const stats::RunInfo& info,
                               const stats::Outcome& outcome) override;

 private:
  LocustJson(std::FILE* out, std::string path) : out_(out), path_(std::move(path)) {}

  std::FILE* out_;
  std::string path_;  // empty: none
  Rates rates_;
  std::optional<base::WallTime> start_;  // of the first second that counts
};

}  // namespace acrida::report
