// What became of the requests of one endpoint, or of all, over some time. Adding and merging are exact.
#pragma once

#include <cstdint>

#include <acrida/export.h>

#include "stats/histogram.h"
#include "stats/sample.h"

namespace acrida::stats {

struct ACRIDA_API Tally {
  std::uint64_t requests = 0;  // finished ones, failures included
  std::uint64_t failures = 0;
  // Arrivals that found no idle user (open load). Nobody knows what they would have asked: only the tally of
  // everything has them.
  std::uint64_t dropped = 0;
  // Requests still out when the run ended: in none of the other counts; in open load their age is in the
  // latencies.
  std::uint64_t in_flight = 0;
  std::uint64_t reconnects = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0, content_bytes = 0;
  Histogram latency, service;
  Histogram failed_latency;  // the part of `latency` that no SLO takes for an answer: failures, and what was
                             // still out
  Histogram failed_service;  // the part of `service` that are failures
  Histogram gaps;            // between the events of streamed answers
  Timing timing;             // sums over all requests

  void add(const Sample& sample);
  void merge(const Tally& other);
};

}  // namespace acrida::stats
