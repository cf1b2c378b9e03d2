#include "cluster/plan_text.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace acrida::cluster {
namespace {

using base::JsonWriter;

template <class Unsigned>
Unsigned read_unsigned(const Json& json) {
  const auto value = json.integer();
  if (value < 0 || static_cast<std::uint64_t>(value) > std::numeric_limits<Unsigned>::max())
    throw JsonError(fmt::format("{} is out of range", value));
  return static_cast<Unsigned>(value);
}

void write_proxy(JsonWriter& out, const http::ProxyPointer& proxy) {
  if (!proxy) {
    out.null();
    return;
  }
  out.begin_object();
  out.key("host").value(proxy->authority.host).key("port").value(proxy->authority.port);
  out.key("authorization").value(proxy->authorization);
  out.end_object();
}

http::ProxyPointer read_proxy(const Json& json) {
  if (json.is_null()) return nullptr;
  http::Proxy proxy;
  proxy.authority.host = json["host"].string();
  proxy.authority.port = read_unsigned<std::uint16_t>(json["port"]);
  proxy.authorization = json["authorization"].string();
  return std::make_shared<const http::Proxy>(std::move(proxy));
}

void write_http(JsonWriter& out, const http::ClientSettings& http) {
  out.begin_object();
  out.key("version").value(static_cast<int>(http.version));
  out.key("http2_connections").value(http.http2_connections);
  out.key("trusted").value(http.tls.trusted);
  out.key("certificate").value(http.tls.certificate);
  out.key("key").value(http.tls.key);
  out.key("verify").value(http.verify);
  out.key("proxy");
  write_proxy(out, http.proxy);
  out.key("header_bytes").value(http.limits.header_bytes).key("body_bytes").value(http.limits.body_bytes);
  out.key("connect_timeout").value(http.connect_timeout.count());
  out.end_object();
}

http::ClientSettings read_http(const Json& json) {
  http::ClientSettings http;
  const auto version = read_unsigned<std::uint8_t>(json["version"]);
  if (version > static_cast<int>(http::ClientSettings::Version::h2c))
    throw JsonError("there is no such version of HTTP");
  http.version = static_cast<http::ClientSettings::Version>(version);
  http.http2_connections = read_unsigned<unsigned>(json["http2_connections"]);
  http.tls = {json["trusted"].string(), json["certificate"].string(), json["key"].string()};
  http.verify = json["verify"].boolean();
  http.proxy = read_proxy(json["proxy"]);
  http.limits = {read_unsigned<std::size_t>(json["header_bytes"]),
                 read_unsigned<std::uint64_t>(json["body_bytes"])};
  http.connect_timeout = base::Duration(json["connect_timeout"].integer());
  return http;
}

void write_shape(JsonWriter& out, const load::Shape& shape) {
  out.begin_array();
  for (const auto& [at, level] : shape.points()) out.begin_array().value(at.count()).value(level).end_array();
  out.end_array();
}

load::Shape read_shape(const Json& json) {
  std::vector<load::Shape::Point> points;
  for (std::size_t i = 0; i < json.size(); ++i) {
    points.push_back({base::Duration(json.at(i).at(0).integer()), json.at(i).at(1).number()});
    const bool in_order = points.back().at >= (i == 0 ? base::Duration::zero() : points[i - 1].at);
    if (!in_order || !(points.back().level >= 0)) throw JsonError("a shape has a point that is none");
  }
  if (points.empty()) throw JsonError("a shape has no point");
  return load::Shape(std::move(points));
}

void write_stream(JsonWriter& out, const load::ArrivalStream& stream) {
  out.begin_object().key("rate");
  write_shape(out, stream.rate);
  out.key("arrivals").value(static_cast<int>(stream.arrivals)).key("replay").begin_array();
  for (const auto at : stream.replay) out.value(at.count());
  out.end_array().key("of");
  write_choice(out, stream.of);
  out.end_object();
}

load::ArrivalStream read_stream(const Json& json) {
  load::ArrivalStream stream;
  stream.rate = read_shape(json["rate"]);
  const auto arrivals = read_unsigned<std::uint8_t>(json["arrivals"]);
  if (arrivals > static_cast<int>(load::Arrivals::constant)) throw JsonError("there are no such arrivals");
  stream.arrivals = static_cast<load::Arrivals>(arrivals);
  const Json replay = json["replay"];
  for (std::size_t i = 0; i < replay.size(); ++i) stream.replay.emplace_back(replay.at(i).integer());
  stream.of = read_choice(json["of"]);
  return stream;
}

}  // namespace

void write_plan(JsonWriter& out, const load::RunPlan& plan) {
  out.begin_object();
  out.key("format").value(kFormat);
  out.key("host").value(plan.host);
  out.key("users").value(plan.users);
  out.key("spawn_rate").value(plan.spawn_rate);
  out.key("classes");
  write_choice(out, plan.classes);
  out.key("shapes").begin_array();
  for (const auto& [users, of] : plan.shapes) {
    out.begin_object().key("users");
    write_shape(out, users);
    out.key("of");
    write_choice(out, of);
    out.end_object();
  }
  out.end_array().key("streams").begin_array();
  for (const auto& stream : plan.streams) write_stream(out, stream);
  out.end_array().key("max_in_flight").value(plan.max_in_flight).key("iterations");
  plan.iterations ? out.value(*plan.iterations) : out.null();
  out.key("run_time");
  plan.run_time ? out.value(plan.run_time->count()) : out.null();
  out.key("stop_timeout").value(plan.stop_timeout.count());
  out.key("reset_stats").value(plan.reset_stats);
  out.key("stays_when_empty").value(plan.stays_when_empty);
  out.key("http");
  write_http(out, plan.http);
  out.key("threads").value(plan.threads);
  out.key("spin").value(plan.spin);
  // All 64 bits of it, of which JSON's integers here have but 63.
  out.key("seed").value(std::to_string(plan.seed));
  out.end_object();
}

load::RunPlan read_plan(const Json& json) {
  if (json["format"].integer() != kFormat)
    throw JsonError(
        fmt::format("the plan is of format {}, and this acrida reads format {}; run the same "
                    "version everywhere",
                    json["format"].integer(), kFormat));
  load::RunPlan plan;
  plan.host = json["host"].string();
  plan.users = read_unsigned<std::uint32_t>(json["users"]);
  plan.spawn_rate = json["spawn_rate"].number();
  plan.classes = read_choice(json["classes"]);
  const Json shapes = json["shapes"];
  for (std::size_t i = 0; i < shapes.size(); ++i)
    plan.shapes.push_back({read_shape(shapes.at(i)["users"]), read_choice(shapes.at(i)["of"])});
  const Json streams = json["streams"];
  for (std::size_t i = 0; i < streams.size(); ++i) plan.streams.push_back(read_stream(streams.at(i)));
  plan.max_in_flight = read_unsigned<std::uint32_t>(json["max_in_flight"]);
  if (!json["iterations"].is_null()) plan.iterations = read_unsigned<std::uint64_t>(json["iterations"]);
  if (!json["run_time"].is_null()) plan.run_time = base::Duration(json["run_time"].integer());
  plan.stop_timeout = base::Duration(json["stop_timeout"].integer());
  plan.reset_stats = json["reset_stats"].boolean();
  plan.stays_when_empty = json["stays_when_empty"].boolean();
  plan.http = read_http(json["http"]);
  plan.threads = static_cast<int>(json["threads"].integer());
  plan.spin = json["spin"].boolean();
  const auto& seed = json["seed"].string();
  const auto end = std::from_chars(seed.data(), seed.data() + seed.size(), plan.seed).ptr;
  if (seed.empty() || end != seed.data() + seed.size()) throw JsonError("the seed is no number");
  return plan;
}

void write_choice(JsonWriter& out, const load::ClassChoice& choice) {
  if (!choice) {
    out.null();
    return;
  }
  out.begin_array();
  for (const auto index : *choice) out.value(index);
  out.end_array();
}

load::ClassChoice read_choice(const Json& json) {
  if (json.is_null()) return std::nullopt;
  if (!json.is_array()) throw JsonError("a choice of classes is no list");
  std::vector<std::size_t> choice;
  for (std::size_t i = 0; i < json.size(); ++i) choice.push_back(read_unsigned<std::size_t>(json.at(i)));
  return choice;
}

void write_ramp(JsonWriter& out, const load::Ramp& ramp) {
  out.begin_object();
  out.key("begin").value(ramp.begin().time_since_epoch().count());
  out.key("from").value(ramp.from()).key("to").value(ramp.target()).key("rate").value(ramp.rate());
  out.end_object();
}

load::Ramp read_ramp(const Json& json) {
  const double rate = json["rate"].number();
  if (!(rate > 0)) throw JsonError("a ramp's rate is not above zero");
  return load::Ramp(base::TimePoint(base::Duration(json["begin"].integer())),
                    read_unsigned<std::uint32_t>(json["from"]), read_unsigned<std::uint32_t>(json["to"]),
                    rate);
}

}  // namespace acrida::cluster
