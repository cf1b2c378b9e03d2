#include "app/acrida/limit/limit_json.h"

#include "app/acrida/limit/limit_fits.h"
#include "base/json_writer.h"

namespace acrida::app {
namespace {

using base::JsonWriter;

void write_load(JsonWriter& json, const char* key, const std::optional<double>& load) {
  json.key(key);
  load ? json.value(*load) : json.null();
}

void write_ms(JsonWriter& json, const char* key, double seconds) {
  json.key(key);
  seconds > 0 ? json.value(seconds * 1e3) : json.null();
}

void write_probe(JsonWriter& json, const capacity::ProbeResult& probe) {
  json.begin_object();
  json.key("kind").value(capacity::name_of(probe.probe.kind));
  json.key("load").value(probe.probe.load).key("seed").value(probe.probe.seed);
  json.key("verdict").value(capacity::name_of(probe.verdict)).key("reason").value(probe.reason);
  json.key("seconds").value(probe.seconds).key("throughput").value(probe.throughput);
  json.key("latency_ms").begin_object();
  write_ms(json, "mean", probe.mean_latency_s);
  write_ms(json, "p50", probe.p50_s);
  write_ms(json, "p90", probe.p90_s);
  write_ms(json, "p99", probe.p99_s);
  json.end_object().key("rules").begin_array();
  for (std::size_t i = 0; i < probe.rules.size(); ++i) {
    json.begin_object();
    json.key("rule").value(probe.probe.settings.rules[i].name);
    json.key("misses").value(probe.rules[i].misses).key("of").value(probe.rules[i].of);
    json.key("allowed").value(probe.probe.settings.rules[i].allowed);
    json.key("effective").value(probe.rules[i].effective()).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string limit_json(const capacity::Search& search, const LoadUnit& unit) {
  const auto& limit = search.limit();
  JsonWriter json;
  json.begin_object();
  json.key("unit").value(unit.users ? "users" : "arrivals_per_s");
  json.key("outcome").value(capacity::name_of(limit.outcome));
  write_load(json, "pass", limit.pass);
  write_load(json, "fail", limit.fail);
  write_load(json, "estimate", limit.estimate);
  json.key("confidence").value(limit.confidence).key("confirmed").value(limit.confirmed);
  json.key("reason").value(limit.reason).key("hysteresis");
  limit.hysteresis ? json.value(capacity::name_of(*limit.hysteresis)) : json.null();
  json.key("rules").begin_array();
  for (const auto& rule : search.settings().rules) json.value(rule.name);
  json.end_array().key("spent_s").value(search.spent_s());
  json.key("probes").begin_array();
  for (const auto& probe : search.probes()) write_probe(json, probe);
  json.end_array();
  const auto fits = fits_of(search, unit);
  json.key("fit").value(fits.model).key("predictions").begin_array();
  for (const auto& each : fits.predictions) json.value(each);
  json.end_array().end_object();
  return json.text();
}

}  // namespace acrida::app
