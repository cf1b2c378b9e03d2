// A queue with several servers, fitted to what open load showed: for what N replicas would do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"
#include "capacity/usl.h"

namespace acrida::capacity {

// One open-load probe in its steady state.
struct RateLevel {
  double rate = 0;            // throughput, a second, > 0
  double mean_latency_s = 0;  // > 0
  double error_s = 0;         // standard error of that; 0: not known, taken as 1 %
};

// Chance that an arrival finds all `servers` busy at `load` = arrival rate × mean service, < servers.
// Erlang's C formula: D. Gross et al., Fundamentals of Queueing Theory, 4th ed., Wiley 2008, eq. 2.33.
ACRIDA_API double erlang_c(int servers, double load);

// M/G/k: mean wait = M/M/k's × (1 + scv)/2: A. M. Lee, P. A. Longton, Oper. Res. Quarterly 10 (1959).
struct QueueModel {
  double service_s = 0;  // mean
  double scv = 1;        // squared coefficient of variation of the service time, >= 0
  int servers = 1;

  double capacity() const { return servers / service_s; }  // a second
  // nullopt at or above capacity.
  ACRIDA_API std::optional<double> mean_latency_s(double rate) const;
};

struct Prediction {
  double estimate = 0;
  Band band;  // 95 % of the fits to probes drawn anew
};

struct QueueFit {
  QueueModel model;
  std::vector<QueueModel> drawn;  // fits to probes drawn anew
  std::vector<RateLevel> used;
  // The probe that was kept out of the fit, and the mean latency that the fit says there.
  RateLevel held_out;
  Prediction held_out_latency_s;
  // The held-out probe is outside its interval: the model is not this service's, and nothing is to be
  // predicted.
  bool withdrawn = false;
};

// Least squares of the mean latency. An Error when there are fewer than four different rates. Holds out the
// second highest rate. `saturated`: what the service answers a second when more is asked of it than it can
// do; the model's capacity is that, within 3 %, for latencies below it tell little of where it lies.
ACRIDA_API base::Result<QueueFit> fit_queue(std::vector<RateLevel> levels, std::uint64_t seed = 0,
                                            std::optional<double> saturated = std::nullopt);

// What the limit of one replica, an interval, becomes with several.
struct Replicas {
  int replicas = 1;
  Prediction behind_splitter;  // each gets its random share of the arrivals
  Prediction
      behind_shared_queue;  // the next free one takes the next request: the same mean latency at the limit
};
// REQUIRES: !fit.withdrawn, 0 < limit.low <= limit.high, 0 < replicas. nullopt when the limit is above what
// the model can carry.
ACRIDA_API std::optional<Replicas> predict_replicas(const QueueFit& fit, const Band& limit, int replicas);

}  // namespace acrida::capacity
