#include "stats/tally.h"

namespace acrida::stats {

void Tally::add(const Sample& sample) {
  ++requests;
  failures += sample.failed() ? 1 : 0;
  reconnects += sample.reconnects;
  bytes_sent += sample.bytes_sent;
  bytes_received += sample.bytes_received;
  content_bytes += sample.content_bytes;
  latency.record(sample.latency());
  if (sample.failed()) {
    failed_latency.record(sample.latency());
    failed_service.record(sample.service_time());
  }
  service.record(sample.service_time());
  timing += sample.timing;
  for (const base::Duration gap : sample.gaps) gaps.record(gap);
}

void Tally::merge(const Tally& other) {
  requests += other.requests;
  failures += other.failures;
  dropped += other.dropped;
  in_flight += other.in_flight;
  reconnects += other.reconnects;
  bytes_sent += other.bytes_sent;
  bytes_received += other.bytes_received;
  content_bytes += other.content_bytes;
  latency.merge(other.latency);
  service.merge(other.service);
  failed_latency.merge(other.failed_latency);
  failed_service.merge(other.failed_service);
  gaps.merge(other.gaps);
  timing += other.timing;
}

}  // namespace acrida::stats
