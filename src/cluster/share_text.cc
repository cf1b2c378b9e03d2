#include "cluster/share_text.h"

#include <array>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "base/printable.h"

namespace acrida::cluster {
namespace {

using base::JsonWriter;

// The counts of a tally by their names.
constexpr std::array<std::pair<const char*, std::uint64_t stats::Tally::*>, 7> kCounts{{
    {"requests", &stats::Tally::requests},
    {"failures", &stats::Tally::failures},
    {"in_flight", &stats::Tally::in_flight},
    {"reconnects", &stats::Tally::reconnects},
    {"bytes_sent", &stats::Tally::bytes_sent},
    {"bytes_received", &stats::Tally::bytes_received},
    {"content_bytes", &stats::Tally::content_bytes},
}};
// The parts of its timing, in their order.
constexpr std::array<base::Duration stats::Timing::*, 6> kParts{
    &stats::Timing::dns,  &stats::Timing::connect,    &stats::Timing::tls,
    &stats::Timing::send, &stats::Timing::first_byte, &stats::Timing::body,
};

void write_text(JsonWriter& out, std::string_view text) { out.value(base::valid_utf8(text)); }

void write_time(JsonWriter& out, base::WallTime time) { out.value(time.time_since_epoch().count()); }

base::WallTime time_of(const Json& json) { return base::WallTime(base::Duration(json.integer())); }

std::uint64_t count_of(const Json& json) {
  const auto count = json.integer();
  if (count < 0) throw JsonError("a count is below zero");
  return static_cast<std::uint64_t>(count);
}

void write_tally(JsonWriter& out, stats::EndpointId endpoint, const stats::Tally& tally) {
  out.begin_object().key("endpoint").value(stats::index_of(endpoint));
  for (const auto& [name, count] : kCounts) {
    if (tally.*count != 0) out.key(name).value(tally.*count);
  }
  out.key("timing").begin_array();
  for (const auto part : kParts) out.value((tally.timing.*part).count());
  out.end_array();
  out.key("latency");
  write_histogram(out, tally.latency);
  if (!(tally.service == tally.latency)) {  // in closed load they are the same
    out.key("service");
    write_histogram(out, tally.service);
  }
  if (tally.failed_latency.count() > 0) {
    out.key("failed");
    write_histogram(out, tally.failed_latency);
  }
  if (!(tally.failed_service == tally.failed_latency)) {
    out.key("failed_service");
    write_histogram(out, tally.failed_service);
  }
  if (tally.gaps.count() > 0) {
    out.key("gaps");
    write_histogram(out, tally.gaps);
  }
  out.end_object();
}

stats::Tally tally_of(const Json& json) {
  stats::Tally tally;
  for (const auto& [name, count] : kCounts) {
    if (json.contains(name)) tally.*count = count_of(json[name]);
  }
  const Json timing = json["timing"];
  for (std::size_t i = 0; i < kParts.size(); ++i)
    tally.timing.*kParts[i] = base::Duration(timing.at(i).integer());
  tally.latency = read_histogram(json["latency"]);
  tally.service = json.contains("service") ? read_histogram(json["service"]) : tally.latency;
  if (json.contains("failed")) tally.failed_latency = read_histogram(json["failed"]);
  tally.failed_service =
      json.contains("failed_service") ? read_histogram(json["failed_service"]) : tally.failed_latency;
  if (json.contains("gaps")) tally.gaps = read_histogram(json["gaps"]);
  return tally;
}

void write_answer(JsonWriter& out, const stats::Answer& answer) {
  out.begin_object().key("at");
  write_time(out, answer.at);
  out.key("status").value(answer.status).key("reason");
  write_text(out, answer.reason);
  out.key("headers").begin_array();
  for (const auto& [name, value] : answer.headers) {
    out.begin_array();
    write_text(out, name);
    write_text(out, value);
    out.end_array();
  }
  out.end_array().key("body");
  write_text(out, answer.body);
  out.key("cut").value(answer.cut).end_object();
}

stats::Answer answer_of(const Json& json) {
  stats::Answer answer;
  answer.at = time_of(json["at"]);
  answer.status = static_cast<std::uint16_t>(json["status"].integer());
  answer.reason = json["reason"].string();
  const Json headers = json["headers"];
  for (std::size_t i = 0; i < headers.size(); ++i)
    answer.headers.emplace_back(headers.at(i).at(0).string(), headers.at(i).at(1).string());
  answer.body = json["body"].string();
  answer.cut = json["cut"].boolean();
  return answer;
}

void begin_error(JsonWriter& out, const stats::ErrorKey& key) {
  out.begin_array().value(stats::index_of(key.endpoint));
  write_text(out, key.kind);
  write_text(out, key.text);
}

template <class Visit>
void for_each(const Json& array, Visit visit) {
  if (!array.is_array()) throw JsonError("a list is missing");
  for (std::size_t i = 0; i < array.size(); ++i) visit(array.at(i));
}

}  // namespace

void write_histogram(JsonWriter& out, const stats::Histogram& histogram) {
  out.begin_array();
  if (histogram.count() > 0) {
    const auto numbers = histogram.numbers();
    out.value(numbers.overflow).value(numbers.sum_us).value(numbers.min_us).value(numbers.max_us);
    histogram.for_each_bucket(
        [&](std::uint64_t lowest, std::uint64_t, std::uint64_t count) { out.value(lowest).value(count); });
  }
  out.end_array();
}

stats::Histogram read_histogram(const Json& json) {
  stats::Histogram histogram;
  if (!json.is_array() || json.size() % 2 != 0) throw JsonError("a histogram is no list of pairs");
  if (json.size() == 0) return histogram;
  if (json.size() < 6) throw JsonError("a histogram has numbers, but no bucket");
  for (std::size_t i = 4; i < json.size(); i += 2) {
    if (count_of(json.at(i)) > stats::Histogram::kHighest || count_of(json.at(i + 1)) == 0)
      throw JsonError("a histogram has a bucket that is none");
    histogram.add_to_bucket(count_of(json.at(i)), count_of(json.at(i + 1)));
  }
  histogram.set_numbers(
      {count_of(json.at(0)), count_of(json.at(1)), count_of(json.at(2)), count_of(json.at(3))});
  return histogram;
}

void write_health(JsonWriter& out, const load::EngineHealth& health) {
  out.begin_object().key("dispatch_lag");
  write_histogram(out, health.dispatch_lag);
  out.key("loop_lag");
  write_histogram(out, health.loop_lag);
  out.key("late_connections").value(health.late_connections);
  out.key("peak_core_share").value(health.peak_core_share).end_object();
}

load::EngineHealth read_health(const Json& json) {
  load::EngineHealth health;
  health.dispatch_lag = read_histogram(json["dispatch_lag"]);
  health.loop_lag = read_histogram(json["loop_lag"]);
  health.late_connections = count_of(json["late_connections"]);
  health.peak_core_share = json["peak_core_share"].number();
  return health;
}

void ShareWriter::write(JsonWriter& out, const stats::Share& share) {
  out.key("second").value(share.second).key("dropped").value(share.counts.dropped);
  out.key("endpoints").begin_array();
  // Whatever is told about an endpoint, its tally is among it.
  for (const auto& [id, tally] : share.counts.endpoints) {
    const auto index = stats::index_of(id);
    if (told_.size() <= index) told_.resize(index + 1);
    if (told_[index]) continue;
    told_[index] = true;
    const auto& endpoint = endpoints_[id];
    out.begin_array().value(index);
    write_text(out, endpoint.method);
    write_text(out, endpoint.name);
    write_text(out, endpoint.payload_class);
    out.end_array();
  }
  out.end_array().key("tallies").begin_array();
  for (const auto& [id, tally] : share.counts.endpoints) write_tally(out, id, tally);
  out.end_array().key("errors").begin_array();
  for (const auto& [key, seen] : share.counts.errors) {
    begin_error(out, key);
    out.value(seen.count);
    write_time(out, seen.first);
    write_time(out, seen.last);
    out.value(seen.answered).end_array();
  }
  out.end_array().key("exceptions").begin_array();
  for (const auto& [key, times] : share.counts.exceptions) {
    out.begin_array();
    write_text(out, key.message);
    write_text(out, key.place);
    out.value(times).end_array();
  }
  out.end_array().key("answers").begin_array();
  for (const auto& [key, answers] : share.counts.answers) {
    begin_error(out, key);
    out.begin_array();
    for (const auto& answer : answers) write_answer(out, answer);
    out.end_array().end_array();
  }
  out.end_array();
}

void ShareReader::learn(const Json& endpoint) {
  // Ids are given in their order over there, but a share may tell of a later one first.
  const auto index = count_of(endpoint.at(0));
  if (index > 2 * stats::EndpointTable::kLimit) throw JsonError("an endpoint's number is too high");
  if (ids_.size() <= index) ids_.resize(index + 1, kUnknown);
  ids_[index] = endpoints_.intern(endpoint.at(1).string(), endpoint.at(2).string(), endpoint.at(3).string());
}

stats::EndpointId ShareReader::here(const Json& id) const {
  const auto index = count_of(id);
  if (index >= ids_.size() || ids_[index] == kUnknown)
    throw JsonError(fmt::format("nobody has said what endpoint {} is", index));
  return ids_[index];
}

stats::Share ShareReader::read(const Json& json) {
  stats::Share share;
  share.second = json["second"].integer();
  auto& counts = share.counts;
  counts.dropped = count_of(json["dropped"]);
  for_each(json["endpoints"], [&](const Json& each) { learn(each); });
  for_each(json["tallies"],
           [&](const Json& each) { counts.endpoints[here(each["endpoint"])].merge(tally_of(each)); });
  for_each(json["errors"], [&](const Json& each) {
    counts.add_error({here(each.at(0)), each.at(1).string(), each.at(2).string()},
                     {count_of(each.at(3)), time_of(each.at(4)), time_of(each.at(5)), count_of(each.at(6))});
  });
  for_each(json["exceptions"], [&](const Json& each) {
    counts.add_exception({each.at(0).string(), each.at(1).string()}, count_of(each.at(2)));
  });
  for_each(json["answers"], [&](const Json& each) {
    for_each(each.at(3), [&](const Json& answer) {
      counts.add_answer({here(each.at(0)), each.at(1).string(), each.at(2).string()}, answer_of(answer));
    });
  });
  return share;
}

}  // namespace acrida::cluster
