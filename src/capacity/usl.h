// The Universal Scalability Law: how throughput grows with the number of users, and where it stops growing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <acrida/export.h>

#include "base/result.h"

namespace acrida::capacity {

// One closed-load level in its steady state.
struct UserLevel {
  double users = 0;           // N, > 0
  double throughput = 0;      // X, a second, > 0
  double mean_latency_s = 0;  // R; 0: not known, so Little's law cannot be checked
  double mean_think_s = 0;    // Z: what users wait between two requests
};

struct Band {
  double low = 0, high = 0;
};

// X(N) = λ·N / (1 + σ(N−1) + κN(N−1)): N. J. Gunther, Guerrilla Capacity Planning, Springer 2007, ch. 4–6.
struct Usl {
  double lambda = 0;                 // throughput of one user, a second
  double sigma = 0;                  // contention, >= 0
  double kappa = 0;                  // crosstalk, >= 0
  std::optional<double> peak_users;  // N* = √((1−σ)/κ); nullopt: throughput never falls (κ = 0)
  // 95 % of the fits to probes drawn anew (bootstrap over levels).
  Band lambda_band, sigma_band, kappa_band;
  std::vector<UserLevel> left_out;  // levels off Little's law N = X·(R+Z) by more than 5 %

  ACRIDA_API double throughput_at(double users) const;
};

// Least squares in relative error. An Error when fewer than three levels keep Little's law.
ACRIDA_API base::Result<Usl> fit_usl(const std::vector<UserLevel>& levels, std::uint64_t seed = 0);

}  // namespace acrida::capacity
