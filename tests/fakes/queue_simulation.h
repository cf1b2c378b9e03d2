// A FIFO queue with several servers under Poisson arrivals, simulated event by event and told as ticks: a
// service whose limit is known exactly, at millions of requests a second.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include <acrida/random.h>

#include "capacity/tick.h"

namespace acrida::fakes {

struct QueueService {
  int servers = 1;
  double mean_s = 1;         // of a request's service
  bool exponential = true;   // else constant
  double latency_limit = 1;  // seconds: a request above it is a miss
};

class QueueSimulation {
 public:
  // Arrivals at `rate` a second from now on; starts empty.
  QueueSimulation(const QueueService& service, double rate, std::uint64_t seed)
      : service_(service),
        rate_(rate),
        random_(seed),
        free_at_(static_cast<std::size_t>(service.servers), 0.0),
        arrival_(random_.exponential(1 / rate)) {}

  // From now on; what is in the queue stays there.
  void change_rate(double rate) { rate_ = rate; }

  capacity::Tick tick(double seconds = 1) {
    const double end = now_ + seconds;
    capacity::Tick tick;
    tick.seconds = seconds;
    for (; arrival_ < end; arrival_ += random_.exponential(1 / rate_)) {
      ++tick.offered;
      arrive(seconds);
    }
    Finished done;
    if (!finished_.empty()) {
      done = finished_.front();
      finished_.pop_front();
    }
    now_ = end;
    out_ += tick.offered - done.count;
    tick.completed = done.count;
    tick.in_flight = out_;
    tick.latency_s = done.latency_s;
    tick.rules = {{done.misses, done.count}};
    return tick;
  }

 private:
  struct Finished {
    std::uint64_t count = 0, misses = 0;
    double latency_s = 0;
  };

  void arrive(double seconds) {
    auto& free = *std::min_element(free_at_.begin(), free_at_.end());
    const double service = service_.exponential ? random_.exponential(service_.mean_s) : service_.mean_s;
    free = std::max(free, arrival_) + service;
    const double latency = free - arrival_;
    const auto place = static_cast<std::size_t>((free - now_) / seconds);
    if (place >= finished_.size()) finished_.resize(place + 1);
    ++finished_[place].count;
    finished_[place].latency_s += latency;
    if (latency > service_.latency_limit) ++finished_[place].misses;
  }

  QueueService service_;
  double rate_;
  Random random_;
  std::vector<double> free_at_;
  double arrival_;
  double now_ = 0;
  std::uint64_t out_ = 0;
  std::deque<Finished> finished_;  // by the ticks to come, of the current length
};

}  // namespace acrida::fakes
