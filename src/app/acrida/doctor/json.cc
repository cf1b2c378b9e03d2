#include <cmath>
#include <optional>
#include <string_view>

#include "app/acrida/doctor/limits.h"
#include "app/acrida/doctor/report.h"
#include "base/json_writer.h"
#include "report/columns.h"

namespace acrida::app::doctor {
namespace {

using base::JsonWriter;

template <class Value>
void write(JsonWriter& json, std::string_view key, const Value& value) {
  json.key(key).value(value);
}
void write(JsonWriter& json, std::string_view key, double number) {
  json.key(key).value(report::rounded(number, 1e3));
}
void write(JsonWriter& json, std::string_view key, base::Duration time) {
  json.key(key).value(report::ms_of(time));
}
template <class Value>
void write(JsonWriter& json, std::string_view key, const std::optional<Value>& value) {
  if (value) {
    write(json, key, *value);
  } else {
    json.key(key).null();
  }
}
// ~0 means no limit.
std::optional<std::uint64_t> limit_of(std::uint64_t count) {
  return count == ~std::uint64_t{0} ? std::nullopt : std::optional(count);
}

void write_load(JsonWriter& json, const Facts& facts) {
  const Load& load = facts.load;
  json.key("load").begin_object();
  write(json, "shares_a_core", shares_a_core(facts));
  write(json, "engine_core", load.engine_core);
  write(json, "server_core", load.server_core);
  write(json, "seconds_each", base::seconds_of(load.each));
  json.key("steps").begin_array();
  for (const LoadStep& step : load.steps) {
    json.begin_object();
    write(json, "connections", step.connections);
    write(json, "requests_per_s", step.requests_per_s);
    write(json, "cpu_us_per_request", step.cpu_us_per_request);
    write(json, "engine_busy", step.engine_busy);
    write(json, "failures", step.failures);
    json.key("latency_ms").begin_object();
    write(json, "p50", step.p50);
    write(json, "p99", step.p99);
    json.end_object().end_object();
  }
  json.end_array();
  json.key("skipped_connections").begin_array();
  for (const int connections : load.skipped) json.value(connections);
  json.end_array().end_object();
}

void write_schedule(JsonWriter& json, const Schedule& schedule) {
  json.key("schedule").begin_object();
  write(json, "highest_per_s", schedule.highest);
  write(json, "seconds_each", base::seconds_of(schedule.each));
  json.key("steps").begin_array();
  for (const RateStep& step : schedule.steps) {
    json.begin_object();
    write(json, "offered_per_s", step.offered);
    write(json, "achieved_per_s", step.achieved);
    json.key("dispatch_lag_ms").begin_object();
    write(json, "p99", step.lag_p99);
    json.end_object();
    write(json, "kept", step.kept);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_cores(JsonWriter& json, const Facts& facts) {
  const Cores& cores = facts.machine.cores;
  json.key("cores").begin_object();
  json.key("allowed").begin_array();
  for (const int core : cores.allowed) json.value(core);
  json.end_array();
  write(json, "online", cores.online);
  write(json, "quota", cores.quota);  // infinity, no quota, becomes null too
  write(json, "governor", cores.governor);
  write(json, "used_by_others", cores.others);
  write(json, "steal", cores.stolen);
  json.end_object();
}

void write_time_keeping(JsonWriter& json, const Facts& facts) {
  const Timers& timers = facts.timers;
  json.key("timers").begin_object();
  write(json, "sleeps", timers.sleeps);
  json.key("late_ms").begin_object();
  write(json, "p50", timers.p50);
  write(json, "p99", timers.p99);
  write(json, "max", timers.max);
  json.end_object();
  write(json, "slack_ms", timers.slack);
  json.key("late_without_slack_ms").begin_object();
  write(json, "p50", timers.p50_without_slack);
  json.end_object().end_object();
  json.key("clock").begin_object();
  write(json, "reading_ns", facts.clock.reading_ns);
  write(json, "source", facts.clock.source);
  json.end_object();
}

void write_limits(JsonWriter& json, const Machine& machine) {
  const Descriptors& descriptors = machine.descriptors;
  json.key("descriptors").begin_object();
  write(json, "soft", limit_of(descriptors.soft));
  write(json, "hard", limit_of(descriptors.hard));
  write(json, "nr_open", descriptors.nr_open);
  write(json, "users", users_by_descriptors(descriptors));
  json.end_object();
  const auto& ports = machine.network.ports;
  json.key("ports").begin_object();
  write(json, "first", ports ? std::optional(ports->first) : std::nullopt);
  write(json, "last", ports ? std::optional(ports->last) : std::nullopt);
  write(json, "users", ports ? std::optional(ports->count()) : std::nullopt);
  write(json, "new_connections_per_s",
        ports ? std::optional(new_connections_per_second(machine.network)) : std::nullopt);
  write(json, "tcp_tw_reuse", machine.network.tw_reuse);
  json.end_object();
  json.key("memory").begin_object();
  write(json, "available_bytes", machine.memory);
  write(json, "users", machine.memory ? std::optional(users_by_memory(*machine.memory)) : std::nullopt);
  write(json, "assumed_bytes_per_user", kUserBytes + kSocketBytes);
  json.end_object();
  json.key("network").begin_object();
  write(json, "somaxconn", machine.network.somaxconn);
  write(json, "congestion_control", machine.network.congestion_control);
  json.end_object();
}

}  // namespace

std::string json_report(const Facts& facts, const std::vector<Advice>& advice) {
  JsonWriter json(2);
  json.begin_object();
  write(json, "format", 1);
  write(json, "verdict", verdict(facts));
  write_load(json, facts);
  write_schedule(json, facts.load.schedule);
  write_cores(json, facts);
  write_time_keeping(json, facts);
  write_limits(json, facts.machine);
  json.key("advice").begin_array();
  for (const Advice& each : advice) {
    json.begin_object();
    write(json, "key", each.key);
    write(json, "text", each.text);
    write(json, "command", each.command);
    json.end_object();
  }
  json.end_array().end_object();
  return json.text() + "\n";
}

}  // namespace acrida::app::doctor
