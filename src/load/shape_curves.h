// The shapes that have a name, as points between which a Shape is linear. Levels are >= 0, durations > 0
// unless it is said.
#pragma once

#include <vector>

#include "load/shape.h"

namespace acrida::load {

using Points = std::vector<Shape::Point>;

// A sine is this many straight lines a period: nowhere is the level off by more than 0.13 % of high - low
// (1 - cos(π/64), of half of it); what a whole period adds up to is exact.
inline constexpr int kSinePieces = 64;
// A double wave altogether: off by at most 0.1 % of high - low, the second derivative of exp(-u²) being 2 at
// most.
inline constexpr int kDoubleWavePieces = 240;

// `from` for `every`, then `by` more (or less, towards `to`) for as long, and so on; `to` is the last level,
// for as long as the others. REQUIRES: by > 0
Points steps(double from, double to, double by, base::Duration every);
std::size_t points_of_steps(double from, double to, double by);  // without making them; SIZE_MAX: too many

// `base` until `at`, >= 0, `peak` for `length`, and `base` again until `until`. REQUIRES: at + length <=
// until
Points spike(double base, double peak, base::Duration at, base::Duration length, base::Duration until);

// A day with two rushes: low + (high - low)·(exp(-u₁²) + exp(-u₂²)), with uᵢ = (t - tᵢ)/(over/15), t₁ =
// over/3 and t₂ = 2·over/3.
Points double_wave(double low, double high, base::Duration over);

// From `low` to `high` and back in every period, beginning with `low`, for `length`.
Points sine(double low, double high, base::Duration period, base::Duration length);
std::size_t points_of_sine(base::Duration period, base::Duration length);

}  // namespace acrida::load
