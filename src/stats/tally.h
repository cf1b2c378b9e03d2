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
  std::uint64_t dropped = 0;    // arrivals that found no idle user (open load)
  std::uint64_t in_flight = 0;  // requests still out when the run ended: in none of the other numbers
  std::uint64_t reconnects = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0, content_bytes = 0;
  Histogram latency, service;
  Histogram gaps;  // between the events of streamed answers
  Timing timing;   // sums over all requests

  void add(const Sample& sample);
  void merge(const Tally& other);
};

}  // namespace acrida::stats
