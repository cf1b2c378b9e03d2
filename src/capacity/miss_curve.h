// Where the limit seems to be, by all that was seen so far: proves nothing, but chooses the next load well.
#pragma once

#include <span>

#include <acrida/export.h>

namespace acrida::capacity {

// What one probe showed of one rule.
struct CurvePoint {
  double load = 0;       // > 0
  double fraction = 0;   // of misses
  double effective = 0;  // requests, as in RuleEstimate
};

// Log odds of a miss grow linearly with the log of the load, near the limit: for M/M/c's tail exactly so in
// the first order, and close enough within a few per cent of the limit for any service.
struct MissCurve {
  double allowed = 0;    // misses at the limit, 0 < allowed < 1
  double log_limit = 0;  // mean of what the points leave possible
  double error = 0;      // standard deviation of that
  double slope = 0;      // of the log odds by the log of the load, > 0

  double fraction_at(double log_load) const;
};

// Bayes over a grid of limits in [low, high] and of slopes, those of queues being the more likely. Points far
// from there, by the log of the load, count less. REQUIRES: 0 < low < high.
ACRIDA_API MissCurve fit_miss_curve(std::span<const CurvePoint> points, double allowed, double low,
                                    double high);

}  // namespace acrida::capacity
