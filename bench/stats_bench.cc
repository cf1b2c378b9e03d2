// What one finished request costs in the statistics: it happens 200,000 times a second on an engine's core.
#include <array>
#include <chrono>

#include <benchmark/benchmark.h>

#include <acrida/random.h>

#include "stats/recorder.h"

namespace acrida::stats {
namespace {

using namespace std::chrono_literals;

// Response times of a busy server: 0.1 to 30 ms, drawn beforehand.
const std::array<base::Duration, 4096>& response_times() {
  static const auto times = [] {
    std::array<base::Duration, 4096> drawn{};
    Random random(1);
    for (auto& time : drawn) time = 100us + std::chrono::nanoseconds(random.integer(0, 30'000'000));
    return drawn;
  }();
  return times;
}

void intern_a_known_endpoint(benchmark::State& state) {
  EndpointTable table;
  EndpointCache cache(table);
  for (int i = 0; i < 20; ++i) cache.intern("GET", "/item/" + std::to_string(i));
  const std::string name = "/predict";
  for (auto _ : state) benchmark::DoNotOptimize(cache.intern("POST", name));
}
BENCHMARK(intern_a_known_endpoint);

void record_in_a_histogram(benchmark::State& state) {
  Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.record(response_times()[i++ % 4096]);
}
BENCHMARK(record_in_a_histogram);

// intern, record, and once in 200,000 a new second: the whole path, of which the aim is 40 ns.
void record_a_sample(benchmark::State& state) {
  const base::SystemClock clock;
  EndpointTable table;
  EndpointCache cache(table);
  Recorder recorder(clock, base::TimePoint{}, [](Share share) { benchmark::DoNotOptimize(share); });
  const std::array<std::string, 4> names{"/health", "/predict", "/predict [invalid]", "/metadata"};
  base::TimePoint now{};
  std::size_t i = 0;
  for (auto _ : state) {
    now += 5us;
    Sample sample;
    sample.endpoint = cache.intern("POST", names[i % names.size()]);
    sample.finished = now;
    sample.intended = sample.started = now - response_times()[i % 4096];
    sample.timing.first_byte = 50us;
    sample.bytes_received = 120;
    recorder.record(sample);
    if (++i % 200'000 == 0) recorder.tick(now);
  }
}
BENCHMARK(record_a_sample);

void merge_a_second_of_ten_endpoints(benchmark::State& state) {
  Second one;
  for (std::uint32_t id = 0; id < 10; ++id) {
    for (const auto time : response_times()) one.endpoints[EndpointId{id}].service.record(time);
    one.endpoints[EndpointId{id}].latency = one.endpoints[EndpointId{id}].service;
  }
  Second sum = one;
  for (auto _ : state) sum.merge(one);
}
BENCHMARK(merge_a_second_of_ten_endpoints);

}  // namespace
}  // namespace acrida::stats
