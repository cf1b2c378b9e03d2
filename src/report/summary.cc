#include "report/summary.h"

#include <optional>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "base/text.h"
#include "report/columns.h"

namespace acrida::report {
namespace {

using base::JsonWriter;

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key).value(base::valid_utf8(text));
}

void write_ms(JsonWriter& json, std::string_view key, std::optional<base::Duration> time) {
  json.key(key);
  if (time) {
    json.value(ms_of(*time));
  } else {
    json.null();
  }
}

// A sum over so many requests, as their mean.
void write_mean_ms(JsonWriter& json, std::string_view key, base::Duration sum, std::uint64_t requests) {
  json.key(key);
  if (requests > 0) {
    json.value(ms_of_us(static_cast<double>(sum.count()) / 1e3 / static_cast<double>(requests)));
  } else {
    json.null();
  }
}

void write_mean(JsonWriter& json, std::string_view key, const stats::Histogram& times) {
  json.key(key);
  if (const auto mean = times.mean_us()) {
    json.value(ms_of_us(*mean));
  } else {
    json.null();
  }
}

void write_times(JsonWriter& json, std::string_view key, const stats::Histogram& times) {
  json.key(key).begin_object();
  write_mean(json, "mean", times);
  write_ms(json, "min", times.min());
  write_ms(json, "max", times.max());
  for (const Percentile& column : kPercentiles) {
    if (!column.key.empty()) write_ms(json, column.key, times.percentile(column.p));
  }
  json.end_object();
}

void write_timing(JsonWriter& json, const stats::Timing& sums, std::uint64_t requests) {
  json.key("timing_ms").begin_object();
  write_mean_ms(json, "dns", sums.dns, requests);
  write_mean_ms(json, "connect", sums.connect, requests);
  write_mean_ms(json, "tls", sums.tls, requests);
  write_mean_ms(json, "send", sums.send, requests);
  write_mean_ms(json, "first_byte", sums.first_byte, requests);
  write_mean_ms(json, "body", sums.body, requests);
  json.end_object();
}

// Only where there were some: few runs read events.
void write_event_gaps(JsonWriter& json, const stats::Histogram& gaps) {
  if (gaps.count() == 0) return;
  json.key("event_gaps_ms").begin_object();
  json.key("count").value(gaps.count());
  write_mean(json, "mean", gaps);
  write_ms(json, "p50", gaps.percentile(0.5));
  write_ms(json, "p95", gaps.percentile(0.95));
  write_ms(json, "p99", gaps.percentile(0.99));
  write_ms(json, "max", gaps.max());
  json.end_object();
}

// The keys that totals, endpoints and phases have in common.
void write_tally(JsonWriter& json, const stats::Tally& tally, std::uint64_t exceptions, base::Duration over) {
  json.key("requests").value(tally.requests);
  json.key("failures").value(tally.failures);
  json.key("exceptions").value(exceptions);
  json.key("dropped").value(tally.dropped);
  json.key("in_flight_at_end").value(tally.in_flight);
  json.key("reconnects").value(tally.reconnects);
  json.key("rps").value(per_second(tally.requests, over));
  json.key("failures_per_s").value(per_second(tally.failures, over));
  json.key("bytes_sent").value(tally.bytes_sent);
  json.key("bytes_received").value(tally.bytes_received);
  write_times(json, "latency_ms", tally.latency);
  write_times(json, "service_ms", tally.service);
  write_timing(json, tally.timing, tally.requests);
  write_mean(json, "gap_ms", tally.gaps);
  write_event_gaps(json, tally.gaps);
}

void write_lag(JsonWriter& json, std::string_view key, const stats::Histogram& lag) {
  json.key(key).begin_object();
  write_ms(json, "p50", lag.percentile(0.5));
  write_ms(json, "p99", lag.percentile(0.99));
  write_ms(json, "max", lag.max());
  json.end_object();
}

void write_generator(JsonWriter& json, const stats::GeneratorHealth& generator, int threads) {
  json.key("generator").begin_object();
  json.key("healthy").value(generator.healthy);
  write_text(json, "why", generator.why);
  json.key("cpu_us_per_request");
  if (generator.requests > 0) {
    json.value(rounded(
        static_cast<double>(generator.cpu.count()) / 1e3 / static_cast<double>(generator.requests), 1e3));
  } else {
    json.null();
  }
  write_lag(json, "dispatch_lag_ms", generator.dispatch_lag);
  write_lag(json, "loop_lag_ms", generator.loop_lag);
  write_ms(json, "highest_lag_ms", generator.highest_lag);
  json.key("late_connections").value(generator.late_connections);
  json.key("peak_core_share").value(rounded(generator.peak_core_share, 1e4));
  json.key("peak_rss_bytes").value(generator.peak_rss_bytes);
  json.key("threads").value(threads);
  json.end_object();
}

void write_phases(JsonWriter& json, const std::vector<stats::Phase>& phases) {
  json.key("phases").begin_array();
  for (const stats::Phase& phase : phases) {
    json.begin_object().key("name").value(name_of(phase.name));
    json.key("from_s").value(rounded(base::seconds_of(phase.from), 1e6));
    json.key("to_s").value(rounded(base::seconds_of(phase.to), 1e6));
    write_tally(json, phase.all, phase.exceptions, phase.to - phase.from);
    json.end_object();
  }
  json.end_array();
}

void write_slos(JsonWriter& json, const std::vector<stats::SloResult>& slos) {
  json.key("slos").begin_array();
  for (const stats::SloResult& slo : slos) {
    json.begin_object();
    write_text(json, "rule", slo.rule.text());
    json.key("actual");
    if (slo.actual) {
      json.value(rounded(*slo.actual, 1e6));
    } else {
      json.null();
    }
    json.key("pass").value(slo.pass).end_object();
  }
  json.end_array();
}

void write_endpoints(JsonWriter& json, const stats::Totals& run, base::Duration over) {
  json.key("endpoints").begin_array();
  for (const stats::EndpointId id : run.endpoints_in_order()) {
    const stats::Endpoint& endpoint = run.endpoint(id);
    json.begin_object();
    write_text(json, "method", endpoint.method);
    write_text(json, "name", endpoint.name);
    write_text(json, "class", endpoint.payload_class);
    write_tally(json, run.by_endpoint().at(id), 0, over);
    json.end_object();
  }
  json.end_array();
}

// The first answers to the requests that failed so.
void write_answers(JsonWriter& json, const stats::Totals& run, const stats::ErrorKey& error) {
  json.key("answers").begin_array();
  if (const auto found = run.answers().find(error); found != run.answers().end()) {
    for (const stats::Answer& answer : found->second) {
      json.begin_object();
      json.key("status").value(answer.status);
      json.key("at").value(base::iso_time(answer.at, true));
      json.key("headers").begin_array();
      for (const auto& [name, value] : answer.headers)
        json.begin_array().value(base::valid_utf8(name)).value(base::valid_utf8(value)).end_array();
      json.end_array();
      write_text(json, "body", answer.body);
      json.key("cut").value(answer.cut);
      json.end_object();
    }
  }
  json.end_array();
}

void write_errors(JsonWriter& json, const stats::Totals& run) {
  json.key("errors").begin_array();
  for (const auto& [key, seen] : run.errors()) {
    const stats::Endpoint& endpoint = run.endpoint(key.endpoint);
    json.begin_object();
    write_text(json, "method", endpoint.method);
    write_text(json, "name", endpoint.name);
    write_text(json, "kind", key.kind);
    write_text(json, "error", key.text);
    json.key("count").value(seen.count);
    json.key("first_seen").value(base::iso_time(seen.first, true));
    json.key("last_seen").value(base::iso_time(seen.last, true));
    write_answers(json, run, key);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string summary_json(const stats::Totals& run, const stats::RunInfo& info, const stats::Outcome& outcome,
                         std::string_view limit) {
  JsonWriter json(2);
  json.begin_object();
  json.key("format").value(1);
  write_text(json, "run_id", info.run_id);
  json.key("verdict").value(name_of(outcome.verdict));
  json.key("exit_code").value(outcome.exit_code);
  json.key("started_at").value(base::iso_time(info.started_at, true));
  json.key("duration_s").value(rounded(base::seconds_of(outcome.duration), 1e6));
  write_text(json, "target", info.target);
  json.key("seed").value(info.seed);
  write_text(json, "load_model", info.load_model);
  write_generator(json, outcome.generator, info.threads);
  json.key("totals").begin_object();
  write_tally(json, run.aggregated(), run.exception_count(), outcome.duration);
  json.end_object();
  write_phases(json, outcome.phases);
  write_endpoints(json, run, outcome.duration);
  write_errors(json, run);
  write_slos(json, outcome.slos);
  if (!limit.empty()) json.key("limit").raw(limit);
  json.end_object();
  return json.text() + "\n";
}

base::Result<std::unique_ptr<SummaryFile>> SummaryFile::open(const std::string& path) {
  if (auto made = base::replace_file(path, ""); !made) return made.error();
  return std::unique_ptr<SummaryFile>(new SummaryFile(path));
}

base::Result<void> SummaryFile::on_finish(const stats::Totals& run, const stats::RunInfo& info,
                                          const stats::Outcome& outcome) {
  return base::replace_file(path_, summary_json(run, info, outcome));
}

}  // namespace acrida::report
