#include "report/locust_json.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "report/columns.h"
#include "report/rows.h"

namespace acrida::report {
namespace {

using base::JsonWriter;

std::int64_t epoch_second(base::WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

double epoch_seconds(base::WallTime time) { return rounded(base::seconds_of(time.time_since_epoch()), 1e3); }

// To a multiple of `step`, halves to the even one.
std::uint64_t to_multiple(std::uint64_t value, std::uint64_t step) {
  const std::uint64_t below = value / step, rest = value % step;
  const bool up = rest * 2 > step || (rest * 2 == step && below % 2 == 1);
  return (below + (up ? 1 : 0)) * step;
}

std::uint64_t locust_ms(std::uint64_t us) {
  const std::uint64_t step = us < 100'000      ? 1'000
                             : us < 1'000'000  ? 10'000
                             : us < 10'000'000 ? 100'000
                                               : 1'000'000;
  return to_multiple(us, step) / 1'000;
}

void write_response_times(JsonWriter& json, const stats::Histogram& times) {
  std::map<std::uint64_t, std::uint64_t> counts;
  const auto us = [](std::optional<base::Duration> time) {
    return static_cast<std::uint64_t>(time.value_or(base::Duration{}).count()) / 1'000;
  };
  times.for_each_bucket([&](std::uint64_t lowest, std::uint64_t width, std::uint64_t count) {
    counts[locust_ms(std::clamp(lowest + width / 2, us(times.min()), us(times.max())))] += count;
  });
  json.key("response_times").begin_object();
  for (const auto& [ms, count] : counts) json.key(std::to_string(ms)).value(count);
  json.end_object();
}

using BySecond = std::map<std::int64_t, PerSecond>;
using Line = std::pair<std::string_view, std::string_view>;  // method and name

std::map<Line, BySecond> by_line(const stats::Totals& run, const Rates& rates) {
  std::map<Line, BySecond> lines;
  for (const auto& [id, seconds] : rates) {
    const stats::Endpoint& endpoint = run.endpoint(id);
    BySecond& line = lines[{endpoint.method, endpoint.name}];
    for (const PerSecond& each : seconds) {
      PerSecond& sum = line[each.second];
      sum.requests += each.requests;
      sum.failures += each.failures;
    }
  }
  return lines;
}

void write_rates(JsonWriter& json, std::string_view key, const BySecond& rates,
                 std::uint32_t PerSecond::*count) {
  json.key(key).begin_object();
  for (const auto& [second, each] : rates) {
    if (each.*count > 0) json.key(std::to_string(second)).value(each.*count);
  }
  json.end_object();
}

}  // namespace

std::string locust_json(const stats::Totals& run, const Rates& rates, base::WallTime start,
                        base::Duration duration) {
  auto lines = by_line(run, rates);
  JsonWriter json(4);
  json.begin_array();
  for (const Row& row : rows_of(run).endpoints) {
    const stats::Tally& tally = *row.tally;
    if (tally.requests == 0) continue;  // only dropped or in flight, of which Locust knows nothing
    const BySecond& seconds = lines[{row.method, row.name}];
    json.begin_object();
    json.key("name").value(base::valid_utf8(row.name));
    json.key("method").value(base::valid_utf8(row.method));
    json.key("last_request_timestamp");
    if (seconds.empty()) {
      json.null();
    } else {
      const base::WallTime end_of_last{std::chrono::seconds(seconds.rbegin()->first + 1)};
      json.value(epoch_seconds(std::min(end_of_last, start + duration)));
    }
    json.key("start_time").value(epoch_seconds(start));
    json.key("num_requests").value(tally.requests);
    json.key("num_none_requests").value(0);
    json.key("num_failures").value(tally.failures);
    json.key("total_response_time")
        .value(ms_of_us(tally.service.mean_us().value_or(0) * static_cast<double>(tally.requests)));
    json.key("max_response_time").value(ms_of(tally.service.max().value_or(base::Duration{})));
    json.key("min_response_time").value(ms_of(tally.service.min().value_or(base::Duration{})));
    json.key("total_content_length").value(tally.content_bytes);
    write_response_times(json, tally.service);
    write_rates(json, "num_reqs_per_sec", seconds, &PerSecond::requests);
    write_rates(json, "num_fail_per_sec", seconds, &PerSecond::failures);
    json.end_object();
  }
  json.end_array();
  return json.text() + "\n";
}

base::Result<std::unique_ptr<LocustJson>> LocustJson::open(std::FILE* out, const std::string& path) {
  if (!path.empty()) {
    if (auto made = base::replace_file(path, ""); !made) return made.error();
  }
  return std::unique_ptr<LocustJson>(new LocustJson(out, path));
}

base::Result<void> LocustJson::on_snapshot(const stats::Snapshot& second, const stats::Totals&) {
  if (second.starts_anew) rates_.clear();
  if (second.starts_anew || !start_) start_ = second.started_at;
  const std::int64_t began = epoch_second(second.started_at);
  for (const auto& [id, tally] : second.counts.endpoints) {
    if (tally.requests == 0) continue;
    auto& seconds = rates_[id];
    auto place =
        std::lower_bound(seconds.begin(), seconds.end(), began,
                         [](const PerSecond& each, std::int64_t wanted) { return each.second < wanted; });
    if (place == seconds.end() || place->second != began) place = seconds.insert(place, {began, 0, 0});
    place->requests += static_cast<std::uint32_t>(tally.requests);
    place->failures += static_cast<std::uint32_t>(tally.failures);
  }
  return {};
}

base::Result<void> LocustJson::on_finish(const stats::Totals& run, const stats::RunInfo& info,
                                         const stats::Outcome& outcome) {
  const std::string text = locust_json(run, rates_, start_.value_or(info.started_at), outcome.duration);
  base::Result<void> result;
  if (!path_.empty()) result = base::replace_file(path_, text);
  if (out_ == nullptr) return result;
  const bool written =
      std::fwrite(text.data(), 1, text.size(), out_) == text.size() && std::fflush(out_) == 0;
  if (!written && result) return base::Error{"cannot write to standard output: " + base::system_error(errno)};
  return result;
}

}  // namespace acrida::report
