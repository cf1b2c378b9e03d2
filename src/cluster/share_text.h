// A thread's share of a second, as a line of JSON that goes to another process or machine.
//
// {"second": 5, "dropped": n,
//  "endpoints":  [[id, method, name, class] …]         those that were not told before
//  "tallies":    [{"endpoint": id, "requests": n …}]   times in nanoseconds, histograms as below
//  "errors":     [[id, kind, text, count, first, last, answered] …]    wall times, ns since 1970
//  "exceptions": [[message, place, times] …]
//  "answers":    [[id, kind, text, [{"at": …, "status": …, "headers": [[name, value] …] …}]] …]}
// A histogram is [overflow, sum µs, min µs, max µs, bucket's lowest µs, its count, the next one's …]; empty
// without a value. Texts that are no UTF-8 arrive with U+FFFD in the place of what is not.
#pragma once

#include <cstdint>
#include <vector>

#include <acrida/export.h>
#include <acrida/json.h>

#include "base/json_writer.h"
#include "base/result.h"
#include "load/engine_health.h"
#include "stats/endpoint.h"
#include "stats/snapshot.h"

namespace acrida::cluster {

// Appends the array above.
ACRIDA_API void write_histogram(base::JsonWriter& out, const stats::Histogram& histogram);
// Throws JsonError for what write_histogram() does not write.
ACRIDA_API stats::Histogram read_histogram(const Json& json);

// An engine's health, as an object of its members.
ACRIDA_API void write_health(base::JsonWriter& out, const load::EngineHealth& health);
// Throws JsonError for what write_health() does not write.
ACRIDA_API load::EngineHealth read_health(const Json& json);

// The sender's side of one connection: remembers which endpoints the other side knows.
class ACRIDA_API ShareWriter {
 public:
  explicit ShareWriter(const stats::EndpointTable& endpoints) : endpoints_(endpoints) {}
  // Writes the members of an object that is open.
  void write(base::JsonWriter& out, const stats::Share& share);

 private:
  const stats::EndpointTable& endpoints_;
  std::vector<bool> told_;  // by the endpoint's index
};

// The receiver's side: files the endpoints of the other side in a table of its own.
class ACRIDA_API ShareReader {
 public:
  explicit ShareReader(stats::EndpointTable& endpoints) : endpoints_(endpoints) {}
  // Throws JsonError for what a ShareWriter does not write.
  stats::Share read(const Json& json);

 private:
  static constexpr stats::EndpointId kUnknown{~std::uint32_t{0}};

  void learn(const Json& endpoint);
  stats::EndpointId here(const Json& id) const;

  stats::EndpointTable& endpoints_;
  std::vector<stats::EndpointId> ids_;  // by the index over there
};

}  // namespace acrida::cluster
