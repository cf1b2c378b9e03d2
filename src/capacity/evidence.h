// The statistics under a probe's verdict: how much a bursty count of misses really says.
#pragma once

#include <cstddef>
#include <span>

#include <acrida/export.h>

#include "capacity/tick.h"

namespace acrida::capacity {

// How many batches a series is cut into: 30 are enough for a variance and leave each long enough to be nearly
// independent of its neighbours. B. Schmeiser, Batch size effects in the analysis of simulation output,
// Operations Research 30 (1982).
inline constexpr std::size_t kBatches = 32;

// The series in batches of equal length, at least so many and fewer than twice as many when there are as many
// ticks; else a tick is a batch.
struct Batches {
  std::size_t count = 0;
  std::size_t length = 1;  // ticks; what is left over at the end belongs to none
};
ACRIDA_API Batches batches_of(std::size_t ticks, std::size_t wanted = kBatches);

// Σ over batches of (misses − fraction·of)², scaled to what independent misses would give: the factor by
// which a count of misses varies more, at least 1. 1 when nothing or everything missed.
ACRIDA_API double inflation_of(std::span<const Tick> ticks, std::size_t rule, std::size_t batches = kBatches);

// The integral of the autocorrelation of the number of requests in flight, in seconds, from how much its
// means over batches vary beside its values at single instants (W. Whitt, Planning queueing simulations,
// Management Science 35 (1989), gives it for M/M/1: (1+ρ)/(μ(1−ρ)²)). Sees memories far shorter than a tick.
// At least the mean latency.
ACRIDA_API double memory_of(std::span<const Tick> ticks);

// The chance of a count at most (at least) as high as the one that was seen, were its true fraction
// `allowed`: a binomial of size `effective`, by the signed root of its deviance with Peizer and Pratt's
// correction (JASA 63 (1968)), widened as Student's t with `degrees` for the inflation being an estimate (D.
// L. Wallace, Ann. Math. Statist. 30 (1959)). Quasi-likelihood: P. McCullagh, J. A. Nelder, Generalized
// Linear Models, 2nd ed. 1989, ch. 4.5, 9. "So many" counts half of the chance of just as many (mid-P), since
// effective counts are not whole; "so few", where bursts that are missing hide themselves, all of it.
ACRIDA_API double chance_of_so_few(double fraction, double effective, double allowed, double degrees);
ACRIDA_API double chance_of_so_many(double fraction, double effective, double allowed, double degrees);

// Twice the log of how much better `fraction` of `size` requests fits itself than `allowed` does.
ACRIDA_API double deviance_of(double fraction, double size, double allowed);

// The chance of a t statistic above this one.
ACRIDA_API double t_tail(double t, double degrees);
// The part of a normal distribution above z.
ACRIDA_API double normal_tail(double z);
// The z above which this part of it is, 0 < tail < 1.
ACRIDA_API double normal_quantile(double tail);

}  // namespace acrida::capacity
