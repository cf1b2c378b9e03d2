#include "tests/known_server/report.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/file.h"
#include "base/json_writer.h"

namespace acrida::known_server {
namespace {

std::int64_t ns(base::TimePoint time) { return time.time_since_epoch().count(); }

void write_quantiles(base::JsonWriter& json, std::vector<base::Duration> times) {
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (const auto time : times) sum += base::milliseconds_of(time);
  const auto at = [&](double p) {
    const auto rank = std::max(1.0, std::ceil(p * static_cast<double>(times.size())));
    return base::milliseconds_of(times[static_cast<std::size_t>(rank) - 1]);
  };
  json.begin_object();
  if (!times.empty()) {
    json.key("mean").value(sum / static_cast<double>(times.size())).key("min").value(at(0));
    json.key("p50").value(at(0.5)).key("p90").value(at(0.9)).key("p99").value(at(0.99));
    json.key("p99_9").value(at(0.999)).key("p99_99").value(at(0.9999)).key("max").value(at(1));
  }
  json.end_object();
}

}  // namespace

std::string report(const fakes::KnownServer& server) {
  std::vector<base::Duration> service, late;
  std::uint64_t failed = 0, given_up = 0;
  for (const auto& each : server.served()) {
    if (each.status == 0) {
      ++given_up;
      continue;
    }
    failed += each.status != 200;
    service.push_back(each.written - each.arrived);
    late.push_back(each.written - each.due);
  }
  base::JsonWriter json;
  json.begin_object().key("answered").value(service.size()).key("failed").value(failed);
  json.key("given_up").value(given_up);
  const auto first = server.service().first_arrival();
  if (first) json.key("first_arrival_ns").value(ns(*first));
  if (const auto& freeze = server.service().behaviour().freeze; first && freeze) {
    json.key("freeze_from_ns").value(ns(*first + freeze->at));
    json.key("freeze_to_ns").value(ns(*first + freeze->at + freeze->lasts));
  }
  json.key("service_ms");
  write_quantiles(json, std::move(service));
  json.key("late_ms");
  write_quantiles(json, std::move(late));
  json.end_object();
  return json.text();
}

base::Result<void> write_log(const fakes::KnownServer& server, const std::string& path) {
  std::string bytes;
  bytes.reserve(server.served().size() * 4 * sizeof(std::int64_t));
  for (const auto& each : server.served()) {
    for (const std::int64_t word :
         {ns(each.arrived), ns(each.due), ns(each.written), std::int64_t{each.status}})
      bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return base::replace_file(path, bytes);
}

}  // namespace acrida::known_server
